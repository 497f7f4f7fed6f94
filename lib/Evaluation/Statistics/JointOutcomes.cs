using System.Runtime.InteropServices;

namespace Scenes.Evaluation;

/// <summary>
/// The images of a split grouped by what all models said of them. Resampling needs only how often each pattern (label, prediction of
/// each model) was drawn; 3,000 images and 5 good models have a few hundred patterns.
/// </summary>
internal sealed class JointOutcomes
{
    private JointOutcomes(int images, int classes, int[] patternOf, int[] counts, int[][] cells) =>
        (Images, Classes, PatternOf, Counts, Cells) = (images, classes, patternOf, counts, cells);

    public int Images { get; }

    public int Classes { get; }

    /// <summary>N pattern indices.</summary>
    public int[] PatternOf { get; }

    /// <summary>P counts of images.</summary>
    public int[] Counts { get; }

    /// <summary>M x P cells: where in model m's K x K confusion matrix (row by row) a pattern lies.</summary>
    public int[][] Cells { get; }

    public static JointOutcomes Of(IReadOnlyList<Predictions> models)
    {
        SameImages.Require(models);
        Predictions first = models[0];
        if (first.Count == 0) throw new ArgumentException($"{first.Model} has no image; resampling needs at least one.", nameof(models));
        int[] patternOf = new int[first.Count];
        int patterns = 1;
        // One model after the other splits the patterns found so far.
        patternOf.AsSpan().Clear();
        Split(patternOf, first.Labels, first.ClassCount, ref patterns);
        foreach (Predictions model in models) Split(patternOf, model.Predicted, first.ClassCount, ref patterns);
        int[] counts = new int[patterns];
        int[][] cells = [.. models.Select(_ => new int[patterns])];
        for (int image = 0; image < first.Count; image++)
        {
            int pattern = patternOf[image];
            counts[pattern]++;
            for (int m = 0; m < models.Count; m++) cells[m][pattern] = first.Labels[image] * first.ClassCount + models[m].Predicted[image];
        }
        return new JointOutcomes(first.Count, first.ClassCount, patternOf, counts, cells);
    }

    /// <summary>Adds up model m's confusion matrix from counts of patterns.</summary>
    public void Confusion(int model, ReadOnlySpan<int> counts, Span<int> confusion)
    {
        confusion.Clear();
        int[] cells = Cells[model];
        for (int pattern = 0; pattern < counts.Length; pattern++) confusion[cells[pattern]] += counts[pattern];
    }

    private static void Split(int[] patternOf, int[] values, int classes, ref int patterns)
    {
        var known = new Dictionary<long, int>();
        for (int image = 0; image < patternOf.Length; image++)
        {
            ref int pattern = ref CollectionsMarshal.GetValueRefOrAddDefault(known, (long)patternOf[image] * classes + values[image], out bool exists);
            if (!exists) pattern = known.Count - 1;
            patternOf[image] = pattern;
        }
        patterns = known.Count;
    }
}
