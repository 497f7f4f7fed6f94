using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;

namespace Scenes.Reporting;

/// <summary>Figures of what networks look at.</summary>
public static partial class Figures
{
    /// <summary>Grad-CAM drawn over the photographs, one row for each photograph and one column for each network.</summary>
    /// <param name="maps">Maps of one or more models; see <see cref="Evaluation.GradCam.Explain"/>.</param>
    /// <param name="dataset">The set that the images belong to.</param>
    /// <param name="id">Names the figure.</param>
    /// <param name="title">What the images have in common.</param>
    /// <exception cref="ArgumentException">There is no map, or an image is not in the set.</exception>
    public static GalleryFigure GradCam(
        IReadOnlyList<ActivationMap> maps, SceneDataset dataset, string id = "grad-cam", string title = "Where the networks look")
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(dataset);
        if (maps.Count == 0) throw new ArgumentException("There is no map to draw.", nameof(maps));
        var rows = maps.GroupBy(map => map.File, StringComparer.Ordinal).Select(group =>
        {
            SceneImage image = Find(dataset, group.Key);
            GalleryTile[] tiles = [Tile(image, "the photograph", ""), .. group.Select(map => Overlay(image, map, dataset))];
            return new GalleryRow(image.Label < 0 ? FileName(image.Name) : $"{FileName(image.Name)}, true: {dataset.ClassNames[image.Label]}", tiles);
        }).ToArray();
        string models = Say.List(maps.Select(map => map.Model).Distinct());
        return new GalleryFigure(
            id, title, $"Grad-CAM of {models}: in colour what speaks for the class named below, grey what does not matter to it.",
            $"Gallery of {rows.Length} photographs with what {models} look at. {Say.List(maps.Select(map => $"{map.Model} on {FileName(map.File)}: {dataset.ClassNames[map.Class]} {Say.Share(map.Probability)}"))}.",
            rows);
    }

    private static GalleryTile Overlay(SceneImage image, ActivationMap map, SceneDataset dataset)
    {
        string says = $"{dataset.ClassNames[map.Class]} {Say.Share(map.Probability)}";
        TileMark mark = image.Label < 0 || !map.IsAnswer ? TileMark.None : image.Label == map.Class ? TileMark.Right : TileMark.Wrong;
        byte[] picture = Thumbnail.Of(HeatOverlay.Draw(ImageFile.Decode(image.Path), map.Weights));
        return new GalleryTile(picture, says, map.Model, $"What {map.Model} looks at in {image.Name}: {says}", mark);
    }
}
