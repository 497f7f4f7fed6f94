namespace Scenes.Data.Samples;

/// <summary>Rock and snow of high mountains; mountains and glaciers share it.</summary>
/// <param name="rock">Colour of bare rock.</param>
/// <param name="snowLine">Height above which level ground is white.</param>
/// <param name="grain">Noise of the rock.</param>
/// <param name="layers">Bands of rock to a unit of height.</param>
/// <param name="banding">Strength of the bands, 0 to 1.</param>
internal sealed class Massif(Tint rock, double snowLine, Noise grain, double layers, double banding)
{
    /// <summary>Draws a rock.</summary>
    public static Massif Roll(Dice dice, double snowLine) => new(
        dice.Near(dice.Pick<Tint>(new(0.40, 0.38, 0.37), new(0.48, 0.40, 0.33), new(0.32, 0.33, 0.36), new(0.52, 0.42, 0.36), new(0.30, 0.27, 0.26)), 0.2),
        snowLine, dice.Noise(), dice.Range(6, 16), dice.Range(0, 0.6));

    /// <summary>What lies on a spot: ground low down and level, rock where it is steep, snow high up.</summary>
    /// <param name="spot">The spot.</param>
    /// <param name="ground">Colour of low ground.</param>
    /// <param name="start">Distance where the mountains begin.</param>
    public Tint Cover(Terrain.Spot spot, Tint ground, double start)
    {
        double rough = grain.Cloud(spot.X * 5, spot.Height * 7 + spot.Z * 2, 4);
        double band = grain.At(spot.X * 0.7, spot.Height * layers + rough);
        Tint stone = rock * (1 + 0.35 * rough + banding * 0.4 * band);
        double steep = 1 - spot.Level;
        double bare = Curves.Step(0.12, 0.4, steep + 0.2 * rough + 0.25 * (spot.Height - 0.3)) * Curves.Step(start * 0.8, start * 1.3, spot.Z);
        double snow = Curves.Step(-0.12, 0.16, spot.Height - snowLine + 0.3 * rough + 0.3 * (spot.Level - 0.6));
        return Tint.Mix(Tint.Mix(ground, stone, bare), new Tint(0.93, 0.95, 0.98), snow);
    }
}
