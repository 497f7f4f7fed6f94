namespace Scenes.Evaluation;

/// <summary>How to resample.</summary>
/// <param name="Draws">Number of resampled sets or permutations, 100 or more.</param>
/// <param name="Confidence">Coverage of the interval, between 0 and 1.</param>
/// <param name="Seed">Seed of the draws; the same seed gives the same result on every machine and number of threads.</param>
public sealed record BootstrapOptions(int Draws = 10_000, double Confidence = 0.95, long Seed = 0)
{
    internal static BootstrapOptions Check(BootstrapOptions? options)
    {
        options ??= new BootstrapOptions();
        if (options.Draws < 100) throw new ArgumentOutOfRangeException(nameof(options), options.Draws, "Draws: allowed are 100 or more; 10000 is usual.");
        Proportions.CheckConfidence(options.Confidence);
        return options;
    }
}
