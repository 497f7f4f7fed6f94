using Scenes.Backbones.Networks;
using Scenes.Imaging;

namespace Scenes.Backbones;

/// <summary>The networks that the library has, one row of data each.</summary>
public static class BackboneCatalogue
{
    /// <summary>All rows, the article's three networks first.</summary>
    public static IReadOnlyList<BackboneSpec> All { get; } =
    [
        new()
        {
            Name = "resnet50",
            Title = "ResNet-50",
            Paper = "Deep Residual Learning for Image Recognition",
            ArxivId = "1512.03385",
            Configuration = "table 1, 50 layers; the stride of a stage is in its 3x3 convolution, the paper has it in the 1x1 before",
            Preprocessing = ImageNet(Interpolation.Bilinear),
            ParameterCount = 25_557_032,
            FeatureParameterCount = 23_508_032,
            FeatureWidth = 2048,
            BillionMacs = 4.089,
            ReportedTopOne = 0.7613,
            MinimumSize = 32,
            ArticleCut = Backbone.Pooled,
            LastStageCut = "layer3",
            ClassifierKeys = ["fc.*"],
            Construct = (spec, classes, width) => new ResNet50(spec, classes, width),
        },
    ];

    /// <summary>The row of one network.</summary>
    /// <param name="name">Its name, such as <c>resnet50</c>.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists the known ones.</exception>
    public static BackboneSpec Find(string name) => All.FirstOrDefault(row => row.Name == name)
        ?? throw new ArgumentException($"There is no network '{name}'. Known: {string.Join(", ", All.Select(row => row.Name))}.", nameof(name));

    private static Preprocessing ImageNet(Interpolation interpolation) =>
        new(ImageSize: 224, ResizeTo: 256, interpolation, Preprocessing.ImageNetMean, Preprocessing.ImageNetStd);
}
