using System.Diagnostics;
using System.Globalization;
using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Runner.Bench;

/// <summary>Times the library's bootstrap against drawing images and counting them again for every model and draw.</summary>
internal static class StatisticsBenchmark
{
    private const int Classes = 6, Rounds = 3;

    public static void Run(int draws, int images, int models)
    {
        Predictions[] sample = MakeUp(images, models);
        double[,] plain = new double[models, 2];
        IReadOnlyList<ModelIntervals> fast = [];
        IReadOnlyList<StatisticalResult> pairs = [];
        double fastSeconds = Best(() =>
        {
            fast = Bootstrap.Intervals(sample, new BootstrapOptions(draws));
            pairs = Bootstrap.Differences(sample, Metric.Accuracy, new BootstrapOptions(draws));
        });
        double plainSeconds = Best(() => plain = Plain(sample, draws));
        for (int m = 0; m < models; m++)
            Print($"{fast[m].Accuracy.Sentence} Plain percentiles: {plain[m, 0]:0.0000} to {plain[m, 1]:0.0000}.");
        Print($"{draws} draws over {images} images and {models} models, best of {Rounds} on {Environment.ProcessorCount} cores:");
        Print($"  library: {fastSeconds:0.000} s (4 metrics of each model and {pairs.Count} paired differences, BCa)");
        Print($"  plain:   {plainSeconds:0.000} s (the same 4 metrics, every image counted again for each model and draw, same cores)");
        Print($"  ratio:   {plainSeconds / fastSeconds:0.0}");
    }

    private static double[,] Plain(Predictions[] models, int draws)
    {
        int images = models[0].Count;
        Metric[] metrics = Enum.GetValues<Metric>();
        var values = new double[models.Length, metrics.Length, draws];
        Parallel.For(0, draws, draw =>
        {
            var random = new Random(draw);
            int[] rows = [.. Enumerable.Range(0, images).Select(_ => random.Next(images))];
            for (int m = 0; m < models.Length; m++)
            {
                int[] labels = [.. rows.Select(row => models[m].Labels[row])], predicted = [.. rows.Select(row => models[m].Predicted[row])];
                ConfusionMatrix matrix = ConfusionMatrix.Of(models[m].ClassNames, labels, predicted);
                for (int metric = 0; metric < metrics.Length; metric++) values[m, metric, draw] = metrics[metric].Value(matrix);
            }
        });
        var ends = new double[models.Length, 2];
        for (int m = 0; m < models.Length; m++)
        {
            double[] sorted = [.. Enumerable.Range(0, draws).Select(draw => values[m, 0, draw]).Order()];
            (ends[m, 0], ends[m, 1]) = (sorted[(int)(0.025 * draws)], sorted[(int)(0.975 * draws)]);
        }
        return ends;
    }

    /// <summary>Models of 0.90 to 0.94 accuracy whose mistakes fall mostly on the same hard images.</summary>
    private static Predictions[] MakeUp(int images, int models)
    {
        var random = new Random(20);
        int[] labels = [.. Enumerable.Range(0, images).Select(_ => random.Next(Classes))];
        double[] hard = [.. labels.Select(_ => random.NextDouble())];
        string[] names = [.. Enumerable.Range(0, Classes).Select(k => $"class {k}")], files = [.. Enumerable.Range(0, images).Select(i => $"{i}.jpg")];
        return [.. Enumerable.Range(0, models).Select(m =>
        {
            var probabilities = new double[images, Classes];
            for (int i = 0; i < images; i++)
            {
                bool right = 0.7 * hard[i] + 0.3 * random.NextDouble() > 0.17 + 0.01 * (m % 5);
                probabilities[i, right ? labels[i] : random.Next(Classes)] = 1;
            }
            return new Predictions($"model {m}", SceneSplit.Test, names, files, labels, probabilities);
        })];
    }

    private static double Best(Action action)
    {
        double best = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
