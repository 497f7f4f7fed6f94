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
            Name = "vgg16",
            Title = "VGG16",
            Paper = "Very Deep Convolutional Networks for Large-Scale Image Recognition",
            ArxivId = "1409.1556",
            Configuration = "table 1, configuration D; maps of every size are averaged to 7 x 7 before the classifier",
            Preprocessing = ImageNet(Interpolation.Bilinear),
            ParameterCount = 138_357_544,
            FeatureParameterCount = 14_714_688,
            FeatureWidth = 512,
            BillionMacs = 15.470,
            ReportedTopOne = 0.71592,
            MinimumSize = 32,
            ArticleCut = Backbone.Pooled,
            LastStageCut = "features.23",
            Depths = [],
            ClassifierKeys = ["classifier.*", "pre_logits.*", "head.*"], // the last two are timm's names
            Construct = (spec, classes, width) => new Vgg16(spec, classes, width),
        },
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
            ReportedTopOne = 0.76130,
            MinimumSize = 32,
            ArticleCut = Backbone.Pooled,
            LastStageCut = "layer3",
            Depths = ["layer3"],
            FrozenSize = 256,
            FrozenMapsAt = "layer4.0",
            ClassifierKeys = ["fc.*"],
            Construct = (spec, classes, width) => new ResNet50(spec, classes, width),
        },
        new()
        {
            Name = "inception_v3",
            Title = "Inception v3",
            Paper = "Rethinking the Inception Architecture for Computer Vision",
            ArxivId = "1512.00567",
            Configuration = "table 1 with the block counts of the released model; average pools count the padding, as torchvision's do",
            Preprocessing = new(ImageSize: 299, ResizeTo: 341, Interpolation.Bicubic, Rgb.All(0.5), Rgb.All(0.5)),
            ParameterCount = 27_161_264,
            FeatureParameterCount = 21_785_568,
            FeatureWidth = 2048,
            BillionMacs = 5.713,
            ReportedTopOne = 0.77434,
            MinimumSize = 75,
            ArticleCut = "Mixed_7a",
            LastStageCut = "Mixed_7a",
            Depths = [],
            FrozenCut = "Mixed_7a",
            FrozenCentre = true,
            OftenMissing = ["Mixed_7b.branch3x3dbl_2.conv.weight", "Mixed_7c.branch3x3dbl_2.conv.weight"],
            ClassifierKeys = ["fc.*", "AuxLogits.*"],
            Construct = (spec, classes, width) => new InceptionV3(spec, classes, width),
        },
        new()
        {
            Name = "mobilenet_v2",
            Title = "MobileNetV2",
            Paper = "MobileNetV2: Inverted Residuals and Linear Bottlenecks",
            ArxivId = "1801.04381",
            Configuration = "table 2, multiplier 1; width factors below 1 narrow the last convolution too, the paper keeps it",
            Preprocessing = ImageNet(Interpolation.Bicubic),
            ParameterCount = 3_504_872,
            FeatureParameterCount = 2_223_872,
            FeatureWidth = 1280,
            BillionMacs = 0.301,
            ReportedTopOne = 0.72976,
            MinimumSize = 32,
            ArticleCut = Backbone.Pooled,
            LastStageCut = "features.16",
            Depths = ["features.13", "features.16", "features.17"],
            FrozenCentre = true,
            ExactThrough = "features.1",
            ClassifierKeys = ["classifier.*"],
            Construct = (spec, classes, width) => new MobileNetV2(spec, classes, width),
        },
        new()
        {
            Name = "squeezenet1_1",
            Title = "SqueezeNet 1.1",
            Paper = "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size",
            ArxivId = "1602.07360",
            Configuration = "table 1 in the authors' version 1.1: a smaller first convolution and earlier pooling",
            Preprocessing = ImageNet(Interpolation.Bilinear),
            ParameterCount = 1_235_496,
            FeatureParameterCount = 722_496,
            FeatureWidth = 512,
            BillionMacs = 0.349,
            ReportedTopOne = 0.58178,
            MinimumSize = 32,
            ArticleCut = Backbone.Pooled,
            LastStageCut = "features.8",
            Depths = ["features.9", "features.10", "features.11"],
            ClassifierKeys = ["classifier.*"],
            Construct = (spec, classes, width) => new SqueezeNet11(spec, classes, width),
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
