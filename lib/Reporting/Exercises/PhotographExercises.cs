using Scenes.Data;
using Scenes.Imaging;
using static TorchSharp.torch;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 01.</summary>
internal static class PhotographExercises
{
    private const int BatchSize = 64; // pixels; the notebook's batch

    /// <summary>Means over a class are off by less than this however they are summed up.</summary>
    private const double MeanTolerance = 2e-3;

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<string>("01.1", "Look at the bars of the class counts, or count: set.Train.CountBy(image => image.Label).", "the name of a class", LargestClass),
        new TypedExercise<long>("01.2", "One number for every image, colour, row and column; how many bytes has one number?", "a whole number of bytes", BatchBytes),
        new TypedExercise<string>(
            "01.3", "audit.Identical and audit.NearDuplicates are groups; each says whether it HasConflictingLabels.", "the name of an image, or \"none\"", TwoLabels),
        new TypedExercise<Tensor>("01.4", "Axis 0 counts the images, 1 the colours. Which is top to bottom, and which left to right?", "a tensor", UpsideDown),
        new TypedExercise<double[,]>(
            "01.5", "Choose the rows of one class with values[indices] and average over all axes but that of the colour.", "a double[,] of K x 3", ClassColours),
    ];

    private static string? LargestClass(string answer, Study study)
    {
        var set = study.Dataset;
        int label = set.ClassNames.ToList().IndexOf(answer);
        if (label < 0) return $"'{answer}' is no class of this set; the names stand in the figure.";
        int[] counts = [.. Enumerable.Range(0, set.ClassCount).Select(k => set.Train.Count(image => image.Label == k))];
        return counts[label] == counts.Max() ? null : $"{counts[label]} training images are of class {answer}, and another class has more.";
    }

    private static string? BatchBytes(long answer, Study study)
    {
        const int Size = 128, Colours = 3, FloatBytes = 4;
        long pixels = (long)study.Dataset.Train.Count * Size * Size;
        if (answer == pixels * Colours) return null;
        if (answer == pixels) return "that is one number a pixel; how many has a colour image?";
        if (answer == pixels * Colours * FloatBytes) return "that is the size as floating-point numbers; the batch holds bytes.";
        if (answer == (long)study.Dataset.Train.Count * Colours * BatchSize * BatchSize * 2) return "twice as wide is also twice as high.";
        return $"{answer} does not fit {study.Dataset.Train.Count} training images of {Size} x {Size} pixels.";
    }

    private static string? TwoLabels(string answer, Study study)
    {
        var report = DatasetAudit.Run(study.Dataset, cancellation: study.Cancellation);
        DuplicateGroup[] groups = [.. report.Identical, .. report.NearDuplicates];
        if (answer == "none") return groups.Any(group => group.HasConflictingLabels) ? "there is at least one such group." : null;
        var found = groups.Where(group => group.Images.Any(image => image.Name == answer)).ToList();
        if (found.Count == 0) return $"'{answer}' is in no group of copies; write the name as the audit shows it.";
        return found.Any(group => group.HasConflictingLabels) ? null : $"'{answer}' has a copy, but under the same label.";
    }

    private static string? UpsideDown(Tensor answer, Study study)
    {
        using var scope = NewDisposeScope();
        var batch = Batch(study);
        if (!answer.shape.SequenceEqual(batch.shape)) return $"the shape is {string.Join(" x ", answer.shape)}; turning a batch keeps its shape.";
        var given = answer.to(batch.dtype).cpu();
        if (given.Equals(batch.flip(2))) return null;
        if (given.Equals(batch)) return "this is the batch as it was.";
        if (given.Equals(batch.flip(3))) return "these images are mirrored, left for right, and still stand upright.";
        return given.Equals(batch.flip(1)) ? "here the colours have changed places." : "these are not the images of the batch turned upside down.";
    }

    private static string? ClassColours(double[,] answer, Study study)
    {
        var set = study.Dataset;
        if (answer.GetLength(0) != set.ClassCount || answer.GetLength(1) != 3)
            return $"the answer is {answer.GetLength(0)} x {answer.GetLength(1)}; expected one row for each of {set.ClassCount} classes and one column for each colour.";
        using var scope = NewDisposeScope();
        var values = Normalisation.Apply(Batch(study), Preprocessing.UnitRange(BatchSize));
        for (int label = 0; label < set.ClassCount; label++)
        {
            long[] rows = [.. set.Train.Index().Where(row => row.Item.Label == label).Select(row => (long)row.Index)];
            var means = values[tensor(rows)].mean([0, 2, 3]).to(float64).data<double>().ToArray();
            for (int colour = 0; colour < 3; colour++)
                if (!(Math.Abs(answer[label, colour] - means[colour]) < MeanTolerance))
                    return $"{new[] { "red", "green", "blue" }[colour]} of {set.ClassNames[label]} is too {(answer[label, colour] > means[colour] ? "high" : "low")}.";
        }
        return null;
    }

    private static Tensor Batch(Study study) => ImageBatch.Load([.. study.Dataset.Train.Select(image => image.Path)], Preprocessing.UnitRange(BatchSize));
}
