using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>What differs between two runs, and whether it is more than chance.</summary>
/// <param name="Changes">One row for every model and split that either run measured, in the order of the notebooks.</param>
public sealed record RunComparison(IReadOnlyList<ModelChange> Changes)
{
    private const double Level = 0.05;

    /// <summary>The comparison in one plain sentence.</summary>
    public string Sentence
    {
        get
        {
            int both = Changes.Count(change => change is { Before: not null, After: not null });
            int moved = Changes.Count(change => change.Before is { } before && change.After is { } after && before.Accuracy != after.Accuracy);
            return $"Of {Say.Many(both, "row")} of {MetricsFile.Name} in both runs, {moved} changed in accuracy, {Changes.Count(change => change.IsMoreThanChance)} of them by more than chance.";
        }
    }

    /// <summary>Compares the metrics of two runs; predictions are read where both runs stored them.</summary>
    /// <param name="first">The run before.</param>
    /// <param name="second">The run after.</param>
    /// <exception cref="ArgumentException">A run has no metrics.</exception>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public static RunComparison Of(RunFolder first, RunFolder second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var before = Rows(first, nameof(first));
        var after = Rows(second, nameof(second));
        ModelChange[] changes = [.. before.Keys.Union(after.Keys).Order()
            .Select(key => Compare(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key), first, second))];
        int[] tested = [.. Enumerable.Range(0, changes.Length).Where(i => changes[i].Test?.P is not null)];
        double[] adjusted = tested.Length == 0 ? [] : Holm.Adjust([.. tested.Select(i => changes[i].Test!.P!.Value)]);
        foreach (var (i, p) in tested.Zip(adjusted)) changes[i] = changes[i] with { AdjustedP = p };
        int[] byInterval = [.. Enumerable.Range(0, changes.Length).Where(i => changes[i].Test is { P: null })];
        foreach (int i in byInterval) changes[i] = changes[i] with { Test = Interval(changes[i].Before!, changes[i].After!, Level / byInterval.Length) };
        return new RunComparison([.. changes.Select(change => change.Test is null ? change : change with { Verdict = Verdict(change) })]);
    }

    /// <summary>The changes as a table.</summary>
    public Table ToTable() => Table.Of(
        "run-comparison", "What changed", $"{Sentence} p: exact McNemar on the images of both runs, adjusted by Holm; without p: Newcombe's interval, where most images differ, wider where there are more such rows (Bonferroni).", Changes,
        new("notebook", row => row.Notebook), new("model", row => row.Model), new("split", row => SplitNames.Of(row.Split)),
        new("before", row => row.Before?.Accuracy, "0.000"), new("after", row => row.After?.Accuracy, "0.000"),
        new("images", row => row.Test?.N, "N0"), new("difference", row => row.Test?.Estimate, "+0.000;-0.000;0.000"), new("low", row => row.Test?.Low, "+0.000;-0.000;0.000"),
        new("high", row => row.Test?.High, "+0.000;-0.000;0.000"), new("p", row => row.AdjustedP, "0.0000"), new("verdict", row => row.Verdict));

    private static Dictionary<(string Notebook, string Model, SceneSplit Split), MetricsRow> Rows(RunFolder run, string parameter)
    {
        var rows = run.Metrics();
        if (rows.Count == 0) throw new ArgumentException($"{run.Path} has no {MetricsFile.Name}, or an empty one; give the output folder of a run.", parameter);
        return rows.ToDictionary(row => (row.Notebook, row.Model, row.Split));
    }

    private static ModelChange Compare(
        (string Notebook, string Model, SceneSplit Split) key, MetricsRow? before, MetricsRow? after, RunFolder first, RunFolder second)
    {
        ModelChange Row(StatisticalResult? test, string verdict) => new(key.Notebook, key.Model, key.Split, before, after, test, null, verdict);
        if (before is null) return Row(null, "only in the second run");
        if (after is null) return Row(null, "only in the first run");
        if (first.Find(key.Notebook, key.Model, key.Split) is { } all && second.Find(key.Notebook, key.Model, key.Split) is { } others && Shared(all, others) is var (one, two))
        {
            return one.Predicted.SequenceEqual(two.Predicted)
                ? Row(null, "the same answers")
                : Row(McNemar.Exact(one.Named($"{key.Model} before"), two.Named($"{key.Model} after"), 1 - Level), "");
        }
        return Row(Interval(before, after, Level), "");
    }

    private static StatisticalResult Interval(MetricsRow before, MetricsRow after, double level) =>
        Proportions.Difference((before.Correct, before.N), (after.Correct, after.N), 1 - level);

    /// <summary>Both predictions of the images that stand in both runs with one label; null where these are not most images of each run.</summary>
    private static (Predictions One, Predictions Two)? Shared(Predictions one, Predictions two)
    {
        if (!one.ClassNames.SequenceEqual(two.ClassNames, StringComparer.Ordinal)) return null;
        var places = two.Files.Index().ToDictionary(image => image.Item, image => image.Index, StringComparer.Ordinal);
        int[] rows = [.. Enumerable.Range(0, one.Count).Where(row => places.TryGetValue(one.Files[row], out int place) && two.Labels[place] == one.Labels[row])];
        return 2 * rows.Length <= Math.Max(one.Count, two.Count) ? null : (one.Rows(rows), two.Rows([.. rows.Select(row => places[one.Files[row]])]));
    }

    private static string Verdict(ModelChange change) => !change.IsMoreThanChance ? "may be chance" : change.Test!.Estimate > 0 ? "better, more than chance" : "worse, more than chance";
}
