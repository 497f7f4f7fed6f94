namespace Scenes.Data.Samples;

/// <summary>Draws one picture of a class.</summary>
internal static class ScenePainter
{
    /// <summary>The classes, sorted by name, and what draws each.</summary>
    public static readonly (string Name, Action<Canvas, Dice> Paint)[] Classes =
    [
        ("buildings", BuildingsPainter.Paint),
        ("forest", ForestPainter.Paint),
        ("glacier", GlacierPainter.Paint),
        ("mountain", MountainPainter.Paint),
        ("sea", SeaPainter.Paint),
        ("street", StreetPainter.Paint),
    ];

    /// <summary>The picture that belongs to a seed.</summary>
    /// <param name="label">Index into <see cref="Classes"/>.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <returns>Bytes, rows from the top, red first.</returns>
    public static byte[] Draw(int label, long seed, int size) => Draw(Classes[label].Paint, seed, size);

    /// <summary>A picture by any painter, photographed like the others.</summary>
    public static byte[] Draw(Action<Canvas, Dice> paint, long seed, int size)
    {
        var canvas = new Canvas(size);
        var dice = new Dice(seed);
        paint(canvas, dice);
        return Photograph.Take(canvas, dice);
    }
}
