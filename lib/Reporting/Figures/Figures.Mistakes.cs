using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>Images that models get wrong, and labels that are.</summary>
public static partial class Figures
{
    private const int MostNamed = 5; // members; the answers of more are counted, because nobody reads them one by one under a photograph

    /// <summary>Images that every model gets wrong, with what each said.</summary>
    /// <param name="images">Most confident mistakes first; see <see cref="HardImage.Of"/>.</param>
    /// <param name="dataset">The set that they belong to.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">An image is not in the set.</exception>
    public static GalleryFigure HardImages(IReadOnlyList<HardImage> images, SceneDataset dataset, string id = "hard-images")
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(dataset);
        var tiles = images.Select(image => Tile(Find(dataset, image.File), $"true: {dataset.ClassNames[image.Label]}",
            Ballots(dataset, image.Answers), TileMark.Wrong));
        string summary = $"{Say.Many(images.Count, "image")} that all models get wrong, the surest mistakes first.";
        return new GalleryFigure(id, "Hardest images", summary, $"Gallery of photographs. {summary}", [new GalleryRow("", [.. tiles])]);
    }

    /// <summary>Images whose label is likely wrong, with the class that they more likely are.</summary>
    /// <param name="errors">The clearest first.</param>
    /// <param name="dataset">The set that they belong to.</param>
    /// <param name="most">Most images shown, 1 or more.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">An image is not in the set.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    public static GalleryFigure LabelErrors(IReadOnlyList<LabelError> errors, SceneDataset dataset, int most = 24, string id = "label-errors")
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var tiles = errors.Take(most).Select(error => Tile(Find(dataset, error.File), $"labelled {dataset.ClassNames[error.Label]}",
            $"rather {dataset.ClassNames[error.Suggested]}: {Say.Share(error.SuggestedProbability)} against {Say.Share(error.LabelProbability)}"));
        string summary = $"{Say.Many(errors.Count, "likely label error")}{Shown(errors.Count, most)}, the clearest first.";
        return new GalleryFigure(id, "Likely label errors", summary, $"Gallery of photographs. {summary}", [new GalleryRow("", [.. tiles])]);
    }

    private static SceneImage Find(SceneDataset dataset, string name) => dataset.Images.FirstOrDefault(image => image.Name == name)
        ?? throw NotInSet(name, dataset.Images.Count, nameof(dataset));

    private static ArgumentException NotInSet(string name, int images, string parameter) =>
        new($"'{name}' is not in the given data set ({Say.Count(images)} images). Give the set that was predicted.", parameter);

    private static string Ballots(SceneDataset dataset, IReadOnlyList<MemberAnswer> answers)
    {
        string Words(MemberAnswer answer) => $"{answer.Model}: {dataset.ClassNames[answer.Predicted]} {Say.Share(answer.Confidence)}";
        if (answers.Count <= MostNamed) return string.Join("; ", answers.Select(Words));
        var votes = answers.CountBy(answer => answer.Predicted).OrderByDescending(row => row.Value).Select(row => $"{dataset.ClassNames[row.Key]} {row.Value}");
        return $"{string.Join(", ", votes)}; surest {Words(answers.MaxBy(answer => answer.Confidence)!)}";
    }
}
