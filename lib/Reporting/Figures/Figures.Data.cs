using Scenes.Data;
using Scenes.Imaging;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Reporting;

/// <summary>Figures of image sets.</summary>
public static partial class Figures
{
    private const int MostStandingBars = 12, LongestName = 16;

    /// <summary>Number of images of each class in each split.</summary>
    /// <param name="dataset">Any set.</param>
    public static ChartFigure ClassCounts(SceneDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        (SceneSplit Split, string Name, Colour Colour)[] splits =
            [(SceneSplit.Train, "training", Colour.Blue), (SceneSplit.Validation, "validation", Colour.Orange), (SceneSplit.Test, "test", Colour.Green)];
        bool lying = BarsLie(dataset.ClassNames);
        var traces = new List<Trace>();
        foreach (var (split, name, colour) in splits)
        {
            if (dataset.Of(split).Count == 0) continue;
            int[] counts = ByClass(dataset.Of(split), dataset.ClassCount);
            traces.Add(new BarTrace(name, dataset.ClassNames, [.. counts.Select(count => (double)count)], colour)
            {
                Horizontal = lying,
                Texts = [.. counts.Select(count => Say.Count(count))],
            });
        }
        string summary = $"{Say.Count(dataset.Train.Count)} training, {Say.Count(dataset.Validation.Count)} validation and {Say.Count(dataset.Test.Count)} test images"
            + (dataset.Unlabelled.Count > 0 ? $"; {Say.Count(dataset.Unlabelled.Count)} more without a label." : ".");
        int[] train = ByClass(dataset.Train, dataset.ClassCount);
        return new ChartFigure(
            "class-counts", "Images of each class", summary,
            $"Bar chart. {summary} Training images by class: {Say.List(dataset.ClassNames.Select((name, k) => $"{name} {Say.Count(train[k])}"))}.",
            [CategoryPanel("images", AxisKind.Linear, dataset.ClassCount, lying, traces)]);
    }

    /// <summary>Some training images of each class, chosen by the seed.</summary>
    /// <param name="dataset">Any set.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="perClass">Images of each class, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perClass"/> is below 1.</exception>
    public static GalleryFigure SampleGallery(SceneDataset dataset, long seed, int perClass = 6)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        var rows = dataset.ClassNames.Select((name, label) => new GalleryRow(name,
            [.. Chosen(dataset.Train.Where(image => image.Label == label), seed, perClass).Select(image => Tile(image, FileName(image.Name), ""))]));
        return new GalleryFigure(
            "sample-gallery", $"Photographs of {dataset.Name}", $"Up to {perClass} training images of each class, chosen by seed {seed}.",
            $"Gallery of up to {perClass} training images for each of the classes {Say.List(dataset.ClassNames)}.", [.. rows]);
    }

    /// <summary>Training images as they are, and as augmentation changes them.</summary>
    /// <param name="dataset">Any set.</param>
    /// <param name="augmentation">The changes.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="images">Rows, 1 or more.</param>
    /// <param name="versions">Changed versions of each image, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static GalleryFigure AugmentationGallery(SceneDataset dataset, Augmentation augmentation, long seed, int images = 3, int versions = 6)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(versions, 1);
        SceneImage[] chosen = [.. Chosen(dataset.Train, seed, images)];
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator((ulong)Seeds.Derive(seed, "augmentation gallery"));
        var originals = ImageBatch.Load([.. chosen.Select(image => image.Path)], Preprocessing.UnitRange(Thumbnail.Side)); // N x 3 x S x S
        torch.Tensor[] changed = [.. Enumerable.Range(0, versions).Select(_ => augmentation.Apply(originals, generator))];
        var rows = chosen.Select((image, i) => new GalleryRow("",
        [
            AugmentedTile(originals[i], image, "as it is"),
            .. changed.Select((batch, version) => AugmentedTile(batch[i], image, $"version {version + 1}")),
        ]));
        return new GalleryFigure(
            "augmentation", "Augmentation", $"Left: training images as they are. Right: {versions} versions of each, as an epoch might see them.",
            $"Gallery of {chosen.Length} training images with {versions} changed versions each.", [.. rows]);
    }

    private static GalleryTile AugmentedTile(torch.Tensor image, SceneImage source, string label) =>
        new(Thumbnail.Of(image), label, "", $"Photograph {source.Name}, {label}");

    /// <summary>Whether bars lie, beside their names: there are too many for the width, or a name is too long to stand under its bar.</summary>
    private static bool BarsLie(IReadOnlyList<string> names) => names.Count > MostStandingBars || names.Any(name => name.Length > LongestName);

    private static Panel CategoryPanel(string values, AxisKind kind, int classes, bool lying, List<Trace> traces) => lying
        ? new Panel("", new Axis(values, kind) { Low = 0 }, new Axis("", AxisKind.Category) { Reversed = true }, traces) { Height = 80 + classes * (10 + 16 * traces.Count) }
        : new Panel("", new Axis("", AxisKind.Category), new Axis(values, kind) { Low = 0 }, traces);

    private static int[] ByClass(IEnumerable<SceneImage> images, int classes)
    {
        int[] counts = new int[classes];
        foreach (var image in images) counts[image.Label]++;
        return counts;
    }

    /// <summary>Images in an order that the seed and their content decide alone.</summary>
    private static IEnumerable<SceneImage> Chosen(IEnumerable<SceneImage> images, long seed, int count) =>
        images.OrderBy(image => Seeds.Derive(seed, image.ContentHash)).ThenBy(image => image.Name, StringComparer.Ordinal).Take(count);

    private static GalleryTile Tile(SceneImage image, string label, string detail, TileMark mark = TileMark.None) =>
        new(Thumbnail.Of(image.Path), label, detail, $"Photograph {image.Name}. {label} {detail}".TrimEnd(), mark);

    private static string FileName(string name) => name[(name.LastIndexOf('/') + 1)..];
}
