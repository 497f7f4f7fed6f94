using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>Paired permutation test: if two models are alike, swapping their answers on any image changes nothing.</summary>
public static class PermutationTest
{
    /// <summary>Draws of one stream; fixed, so that the result does not depend on the number of threads.</summary>
    private const int BlockSize = 256;

    /// <summary>Two-sided test of the difference of a metric; p counts the measured arrangement among the permutations, so it is never 0.</summary>
    /// <param name="first">The first model.</param>
    /// <param name="second">The second model, on the same images.</param>
    /// <param name="metric">What is compared.</param>
    /// <param name="options">Number of permutations, coverage and seed; null for 10,000, 95 % and 0. The interval is the paired bootstrap's.</param>
    /// <exception cref="ArgumentException">There is no image, or the models speak of different images.</exception>
    public static StatisticalResult Paired(Predictions first, Predictions second, Metric metric = Metric.Accuracy, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        options = BootstrapOptions.Check(options);
        JointOutcomes outcomes = JointOutcomes.Of([first, second]);
        double estimate = metric.Value(second) - metric.Value(first);
        int extreme = 0;
        Parallel.For(0, (options.Draws + BlockSize - 1) / BlockSize, block =>
        {
            var stream = new RandomStream(options.Seed, $"permutation/{block}");
            int found = 0, cells = outcomes.Classes * outcomes.Classes;
            Span<int> one = new int[cells], two = new int[cells];
            for (int draw = block * BlockSize; draw < Math.Min(options.Draws, (block + 1) * BlockSize); draw++)
            {
                Swap(ref stream, outcomes, one, two);
                double difference = metric.Value(two, outcomes.Classes) - metric.Value(one, outcomes.Classes);
                if (Math.Abs(difference) >= Math.Abs(estimate) - BcaInterval.Rounding) found++;
            }
            Interlocked.Add(ref extreme, found);
        });
        double p = (extreme + 1.0) / (options.Draws + 1.0);
        StatisticalResult interval = Bootstrap.Difference(first, second, metric, options);
        bool differs = p < 1 - options.Confidence;
        string better = estimate > 0 ? second.Model : first.Model, worse = estimate > 0 ? first.Model : second.Model;
        string verdict = differs ? $"{better} has the higher {metric.Label()} than {worse}" : $"{first.Model} and {second.Model} cannot be told apart by {metric.Label()}";
        return interval with
        {
            Name = "paired permutation test",
            Statistic = estimate,
            StatisticName = $"difference of {metric.Label()}",
            P = p,
            Sentence = string.Create(CultureInfo.InvariantCulture, $"{verdict}: difference {StatisticalResult.Signed(estimate)} on {first.Count} images "
                + $"(paired permutation test, {options.Draws} permutations, {StatisticalResult.PValue(p)}; {StatisticalResult.Percent(options.Confidence)} bootstrap interval "
                + $"{StatisticalResult.Signed(interval.Low!.Value)} to {StatisticalResult.Signed(interval.High!.Value)})."),
        };
    }

    private static void Swap(ref RandomStream stream, JointOutcomes outcomes, Span<int> one, Span<int> two)
    {
        one.Clear();
        two.Clear();
        for (int pattern = 0; pattern < outcomes.Counts.Length; pattern++)
        {
            int count = outcomes.Counts[pattern], first = outcomes.Cells[0][pattern], second = outcomes.Cells[1][pattern];
            int swapped = first == second ? 0 : stream.Heads(count);
            one[first] += count - swapped;
            one[second] += swapped;
            two[second] += count - swapped;
            two[first] += swapped;
        }
    }
}
