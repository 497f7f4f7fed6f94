namespace Scenes.Evaluation;

/// <summary>Metrics of all models on resampled images: every draw takes N images with replacement, the same for all models.</summary>
internal sealed class BootstrapDraws
{
    /// <summary>Draws of one stream; fixed, so that the result does not depend on the number of threads.</summary>
    private const int BlockSize = 256;

    private readonly double[,][] values;
    private readonly double[,][] leftOut;

    private BootstrapDraws(JointOutcomes outcomes, IReadOnlyList<Metric> metrics, BootstrapOptions options, double[,][] values, double[,][] leftOut) =>
        (Outcomes, Metrics, Options, this.values, this.leftOut) = (outcomes, metrics, options, values, leftOut);

    public JointOutcomes Outcomes { get; }

    public IReadOnlyList<Metric> Metrics { get; }

    public BootstrapOptions Options { get; }

    /// <summary>The metric of a model in each draw.</summary>
    public double[] Of(int metric, int model) => values[metric, model];

    /// <summary>The metric of a model on all images, without one image of pattern p, for each p.</summary>
    public double[] LeftOut(int metric, int model) => leftOut[metric, model];

    public static BootstrapDraws Take(JointOutcomes outcomes, IReadOnlyList<Metric> metrics, BootstrapOptions options)
    {
        int models = outcomes.Cells.Length;
        double[,][] values = Arrays(metrics.Count, models, options.Draws), leftOut = Arrays(metrics.Count, models, outcomes.Counts.Length);
        int blocks = (options.Draws + BlockSize - 1) / BlockSize;
        Parallel.For(0, blocks, block =>
        {
            var stream = new RandomStream(options.Seed, $"bootstrap/{block}");
            int[] counts = new int[outcomes.Counts.Length];
            Span<int> confusion = new int[outcomes.Classes * outcomes.Classes];
            for (int draw = block * BlockSize; draw < Math.Min(options.Draws, (block + 1) * BlockSize); draw++)
            {
                Resample(ref stream, outcomes.PatternOf, counts);
                Measure(outcomes, metrics, counts, confusion, values, draw);
            }
        });
        LeaveOneOut(outcomes, metrics, leftOut);
        return new BootstrapDraws(outcomes, metrics, options, values, leftOut);
    }

    private static void Resample(ref RandomStream stream, int[] patternOf, int[] counts)
    {
        Array.Clear(counts);
        ulong images = (ulong)patternOf.Length;
        RandomStream local = stream; // in registers, not behind a reference
        int image = 0;
        for (; image + 1 < patternOf.Length; image += 2)
        {
            ulong bits = local.Next();
            counts[patternOf[(int)((bits >> 32) * images >> 32)]]++;
            counts[patternOf[(int)((uint)bits * images >> 32)]]++;
        }
        if (image < patternOf.Length) counts[patternOf[local.Below(patternOf.Length)]]++;
        stream = local;
    }

    private static void Measure(JointOutcomes outcomes, IReadOnlyList<Metric> metrics, ReadOnlySpan<int> counts, Span<int> confusion, double[,][] into, int at)
    {
        for (int model = 0; model < outcomes.Cells.Length; model++)
        {
            outcomes.Confusion(model, counts, confusion);
            for (int metric = 0; metric < metrics.Count; metric++) into[metric, model][at] = metrics[metric].Value(confusion, outcomes.Classes);
        }
    }

    private static void LeaveOneOut(JointOutcomes outcomes, IReadOnlyList<Metric> metrics, double[,][] leftOut)
    {
        if (outcomes.Images < 2) return;
        int[] counts = [.. outcomes.Counts];
        Span<int> confusion = new int[outcomes.Classes * outcomes.Classes];
        for (int pattern = 0; pattern < counts.Length; pattern++)
        {
            counts[pattern]--;
            Measure(outcomes, metrics, counts, confusion, leftOut, pattern);
            counts[pattern]++;
        }
    }

    private static double[,][] Arrays(int metrics, int models, int length)
    {
        var arrays = new double[metrics, models][];
        for (int metric = 0; metric < metrics; metric++)
            for (int model = 0; model < models; model++) arrays[metric, model] = new double[length];
        return arrays;
    }
}
