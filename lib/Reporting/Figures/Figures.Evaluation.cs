using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>Figures of predictions.</summary>
public static partial class Figures
{
    private const int MostWrittenClasses = 12; // with more, cells are too small for numbers

    /// <summary>How often each true class was given each prediction, as counts and as shares of the true class.</summary>
    /// <param name="predictions">What one model said of one split.</param>
    /// <param name="id">Names the figure; null: from the model's name.</param>
    public static ChartFigure ConfusionMatrix(Predictions predictions, string? id = null)
    {
        var matrix = Evaluation.ConfusionMatrix.Of(predictions);
        int classes = matrix.ClassCount;
        bool written = classes <= MostWrittenClasses;
        var accuracy = Proportions.Accuracy(predictions);
        T[][] Cells<T>(Func<int, int, T> cell) =>
            [.. Enumerable.Range(0, classes).Select(row => Enumerable.Range(0, classes).Select(column => cell(row, column)).ToArray())];
        string[][] counts = Cells((row, column) => Say.Count(matrix.Counts[row, column])), shares = Cells((row, column) => Say.Share(matrix.RowShare(row, column)));
        string[][] hover = Cells((row, column) => $"true {matrix.ClassNames[row]}\npredicted {matrix.ClassNames[column]}\n"
            + $"{counts[row][column]} of {Say.Count(matrix.RowTotals[row])} ({shares[row][column]})");
        string right = $"{Say.Count(matrix.Correct)} of {Say.Count(matrix.Count)}";
        Panel Half(string title, double[][] values, string[][] texts, double? strongest) => new(
            title, new Axis("predicted class", AxisKind.Category), new Axis("true class", AxisKind.Category) { Reversed = true },
            [new HeatTrace(title, matrix.ClassNames, matrix.ClassNames, values) { Texts = written ? texts : null, Hover = hover, Weakest = 0, Strongest = strongest }])
        {
            Height = Math.Clamp(130 + 42 * classes, 320, 760),
        };
        return new ChartFigure(
            id ?? Slug.Of($"confusion-{predictions.Model}"), $"Confusion matrix of {predictions.Model}",
            $"Accuracy {Percent(accuracy)}, with its 95% interval: {right} {SplitNames.Of(predictions.Split)} images. Rows are true classes, columns predictions.",
            $"Two heat maps of true against predicted class. {right} images are right. Most frequent mistakes: {Say.List(Confused(matrix))}.",
            [
                Half("Images", Cells<double>((row, column) => matrix.Counts[row, column]), counts, null),
                Half("Share of the true class", Cells(matrix.RowShare), Cells((row, column) => matrix.Counts[row, column] == 0 ? "" : shares[row][column]), 1),
            ]);
    }

    /// <summary>How often each class is true and how often it is predicted: a collapsed model predicts one class.</summary>
    /// <param name="predictions">What one model said of one split.</param>
    /// <param name="id">Names the figure; null: from the model's name.</param>
    public static ChartFigure PredictionHistogram(Predictions predictions, string? id = null)
    {
        var matrix = Evaluation.ConfusionMatrix.Of(predictions);
        bool lying = BarsLie(matrix.ClassNames);
        BarTrace Bars(string name, int[] counts, Colour colour) => new(name, matrix.ClassNames, [.. counts.Select(count => (double)count)], colour)
        {
            Horizontal = lying,
            Texts = [.. counts.Select(count => Say.Count(count))],
        };
        int predicted = matrix.ColumnTotals.Count(count => count > 0);
        var counts = matrix.ClassNames.Select((name, k) => $"{name}: {Say.Count(matrix.RowTotals[k])} true, {Say.Count(matrix.ColumnTotals[k])} predicted");
        string summary = $"{predictions.Model} predicts {predicted} of {matrix.ClassCount} classes on {Say.Count(matrix.Count)} {SplitNames.Of(predictions.Split)} images.";
        return new ChartFigure(
            id ?? Slug.Of($"predicted-classes-{predictions.Model}"), $"True and predicted classes of {predictions.Model}", summary,
            $"Bar chart. {summary} {Say.List(counts)}.",
            [CategoryPanel("images", AxisKind.Linear, matrix.ClassCount, lying, [Bars("true", matrix.RowTotals, Colour.Muted), Bars("predicted", matrix.ColumnTotals, Colour.Blue)])]);
    }

    /// <summary>Predicted images: mistakes first, the surest of them on top, then right answers, the least sure first.</summary>
    /// <param name="predictions">What one model said of one split.</param>
    /// <param name="dataset">The set that the predicted images belong to.</param>
    /// <param name="mistakes">Most mistakes shown, 0 or more.</param>
    /// <param name="right">Most right answers shown, 0 or more.</param>
    /// <param name="id">Names the figure; null: from the model's name.</param>
    /// <exception cref="ArgumentException">A predicted image is not in the set.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of images is negative.</exception>
    public static GalleryFigure PredictionGallery(Predictions predictions, SceneDataset dataset, int mistakes = 16, int right = 8, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegative(mistakes);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        int wrongCount = predictions.Count - predictions.Correct;
        bool IsRight(int image) => predictions.Labels[image] == predictions.Predicted[image];
        int[] wrong = [.. Enumerable.Range(0, predictions.Count).Where(image => !IsRight(image)).OrderByDescending(predictions.Confidence).Take(mistakes)];
        int[] unsure = [.. Enumerable.Range(0, predictions.Count).Where(IsRight).OrderBy(predictions.Confidence).Take(right)];
        var images = dataset.Images.ToDictionary(image => image.Name, StringComparer.Ordinal);
        GalleryRow Row(string title, int[] shown) => new(title, [.. shown.Select(image => PredictionTile(predictions, image, images))]);
        GalleryRow[] rows =
        [
            Row($"Mistakes, surest first ({wrong.Length} of {Say.Count(wrongCount)})", wrong),
            Row($"Right answers, least sure first ({unsure.Length} of {Say.Count(predictions.Correct)})", unsure),
        ];
        string summary = $"{Say.Count(wrongCount)} of {Say.Count(predictions.Count)} {SplitNames.Of(predictions.Split)} images are predicted wrong.";
        return new GalleryFigure(
            id ?? Slug.Of($"predictions-{predictions.Model}"), $"Predictions of {predictions.Model}",
            $"{summary} Under each photograph: the predicted class with its probability, then the true class.",
            $"Gallery of photographs with true and predicted class. {summary}", [.. rows.Where(row => row.Tiles.Count > 0)]);
    }

    private static GalleryTile PredictionTile(Predictions predictions, int image, Dictionary<string, SceneImage> images)
    {
        string name = predictions.Files[image];
        if (!images.TryGetValue(name, out var scene))
            throw NotInSet(name, images.Count, nameof(predictions));
        string truth = predictions.ClassNames[predictions.Labels[image]], said = predictions.ClassNames[predictions.Predicted[image]];
        return Tile(scene, $"{said} {Say.Share(predictions.Confidence(image))}", $"true: {truth}", said == truth ? TileMark.Right : TileMark.Wrong);
    }

    private static IEnumerable<string> Confused(ConfusionMatrix matrix) =>
        (from row in Enumerable.Range(0, matrix.ClassCount)
         from column in Enumerable.Range(0, matrix.ClassCount)
         where row != column && matrix.Counts[row, column] > 0
         orderby matrix.Counts[row, column] descending
         select $"{matrix.ClassNames[row]} as {matrix.ClassNames[column]} {Say.Count(matrix.Counts[row, column])} times").Take(5).DefaultIfEmpty("none");
}
