namespace Scenes.Training;

/// <summary>Learning rates by step, as PyTorch's schedulers give them.</summary>
public static class Schedule
{
    private const double StartDivisor = 25, FinalDivisor = 1e4; // PyTorch's defaults of OneCycleLR

    /// <summary>The learning rate of one step.</summary>
    /// <param name="options">Schedule, highest rate and share of the warm-up.</param>
    /// <param name="step">0 to <paramref name="steps"/> - 1.</param>
    /// <param name="steps">Steps of the whole run, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step lies outside the run.</exception>
    public static double LearningRate(TrainingOptions options, long step, long steps)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        double peak = options.LearningRate, start = peak / StartDivisor, warmup = options.WarmupShare * steps;
        return options.Schedule switch
        {
            LearningRateSchedule.Constant => step < warmup ? Linear(start, peak, step / warmup) : peak,
            LearningRateSchedule.Cosine => step < warmup ? Linear(start, peak, step / warmup) : Cosine(peak, 0, (step - warmup) / (steps - warmup)),
            LearningRateSchedule.OneCycle => step <= warmup - 1
                ? Cosine(start, peak, warmup > 1 ? step / (warmup - 1) : 1)
                : Cosine(peak, start / FinalDivisor, (step - (warmup - 1)) / (steps - warmup)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Schedule, "Known schedules: Constant, Cosine, OneCycle."),
        };
    }

    private static double Linear(double from, double to, double share) => from + ((to - from) * share);

    private static double Cosine(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
}
