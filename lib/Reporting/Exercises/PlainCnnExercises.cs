using Scenes.Evaluation;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 02. What it measured is read from its stored results.</summary>
internal static class PlainCnnExercises
{
    private const string Notebook = NotebookNames.PlainCnn;

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<double>("02.1", "An image with probability p for its true class costs -ln p; the loss is the mean.", "a number", HalfSure),
        new TypedExercise<long>(
            "02.2", "new PlainCnn(set.ClassCount, 128) has them all: find the largest of named_parameters().", "a whole number", FirstDenseLayer),
        new TypedExercise<string>("02.3", "The list 'steps' has an entry for each step, with its Model and its Accuracy: subtract neighbours.", "the name of a step", LargestStep),
        new TypedExercise<(string True, string Predicted)>(
            "02.4", "Rows are true classes, columns are predicted ones; the diagonal is right.", "a pair (true class, predicted class)", MostConfused),
        new TypedExercise<TrainedCnn>(
            "02.5", "study.Settings.Baseline with { Name = \"...\", Augmentation = ... } is a recipe; study.Train takes it.", "what study.Train gives", WithoutAugmentation),
    ];

    private static string? HalfSure(double answer, Study study)
    {
        const double Sure = 0.9, Tolerance = 0.005;
        int classes = study.Dataset.ClassCount;
        double loss = -(Math.Log(Sure) + Math.Log(1.0 / classes)) / 2;
        if (Math.Abs(answer - loss) < Tolerance) return null;
        if (Math.Abs(answer + loss) < Tolerance) return "a loss is not negative.";
        if (Math.Abs(answer + Math.Log((Sure + 1.0 / classes) / 2)) < Tolerance) return "that is the logarithm of the mean; the loss is the mean of logarithms.";
        return answer > Math.Log(classes) ? "that is worse than guessing every image." : $"{Say.Number(answer)} is not the mean of what the two halves cost.";
    }

    private static string? FirstDenseLayer(long answer, Study study)
    {
        const int Size = 128;
        long wanted = LargestLayer(study.Dataset.ClassCount, Size), known = LargestLayer(study.Dataset.ClassCount, PlainCnnCure.ImageSize);
        if (answer == wanted) return null;
        if (answer == known) return $"so many it has for {PlainCnnCure.ImageSize} pixels.";
        return answer == 2 * known ? "the images grow in two directions." : $"no dense layer for {Size} pixels has {Say.Count(answer)} weights.";
    }

    private static long LargestLayer(int classes, int size)
    {
        using var network = new PlainCnn(classes, size);
        return network.parameters().Max(weights => weights.numel());
    }

    private static string? LargestStep(string answer, Study study)
    {
        string[] names = [.. PlainCnnCure.Steps.Skip(1).SkipLast(1).Select(step => step.Name)];
        int place = Array.IndexOf(names, answer);
        if (place < 0) return $"'{answer}' is no step after the first; the steps are {string.Join(", ", names)}.";
        double[] best = [.. names.Prepend("Plain CNN as the article").Select(name => StoredResults.History(study, Notebook, name)?.Best.ValidationAccuracy ?? double.NaN)];
        if (best.Any(double.IsNaN)) return StoredResults.Missing;
        double[] gains = [.. best.Skip(1).Zip(best, (after, before) => after - before)];
        return gains[place] >= gains.Max() - 1e-9 ? null : $"{answer} changed the accuracy by {Say.Number(100 * gains[place])} points; another step gained more.";
    }

    private static string? MostConfused((string True, string Predicted) answer, Study study)
    {
        if (StoredResults.Judged(study, Notebook, "Residual CNN") is not { } predictions) return StoredResults.Missing;
        var matrix = ConfusionMatrix.Of(predictions);
        int row = matrix.ClassNames.ToList().IndexOf(answer.True), column = matrix.ClassNames.ToList().IndexOf(answer.Predicted);
        if (row < 0 || column < 0) return $"'{(row < 0 ? answer.True : answer.Predicted)}' is no class of this set.";
        if (row == column) return "an image of a class that is taken for that class is right.";
        int most = (from i in Enumerable.Range(0, matrix.ClassCount) from j in Enumerable.Range(0, matrix.ClassCount) where i != j select matrix.Counts[i, j]).Max();
        if (matrix.Counts[row, column] == most) return null;
        return matrix.Counts[column, row] == most ? "right classes, wrong direction: which is the true one?"
            : $"{answer.True} was taken for {answer.Predicted} {Say.Many(matrix.Counts[row, column], "time")}; another pair has more.";
    }

    private static string? WithoutAugmentation(TrainedCnn answer, Study study)
    {
        var baseline = study.Settings.Baseline;
        if (!answer.Recipe.Augmentation.IsNone) return "the recipe still changes its training images at random.";
        if (answer.Recipe with { Augmentation = baseline.Augmentation, Name = baseline.Name, Change = baseline.Change } != baseline)
            return "the recipe differs from the baseline in more than augmentation, so that nobody can tell what made the difference.";
        if (answer.Result.History.Epochs.Count < study.Settings.TrialEpochs) return $"{Say.Many(answer.Result.History.Epochs.Count, "epoch")} say little; train at least {study.Settings.TrialEpochs}.";
        using var scope = torch.NewDisposeScope();
        var images = TrainingSet.OfImages(study.Dataset.Validation, answer.Recipe.Preprocessing);
        double accuracy = ConfusionMatrix.Of(study.Predict(answer, images, study.Dataset.Validation)).Accuracy;
        return accuracy > 1.0 / study.Dataset.ClassCount ? null : $"the network is right on {Say.Share(accuracy)} of the validation images, no better than guessing.";
    }
}
