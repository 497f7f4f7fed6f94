using System.Diagnostics;
using Scenes.Backbones;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Imaging.Codec;

namespace Scenes.Tests.Features;

public sealed class FeatureKeyTests
{
    /// <summary>Some key.</summary>
    internal static FeatureKey Key { get; } = new("images", 600, "net", "weights", "cut", true, Preprocessing.UnitRange(64), FeatureView.Plain,
        Precision.Float32, Precision.Float32, "cpu", "skia 3.119.4", "2.7.1");

    public static TheoryData<string, Func<FeatureKey, FeatureKey>> Changes => new()
    {
        { "images or their order", key => key with { Images = "other" } },
        { "count", key => key with { Count = 12 } },
        { "network", key => key with { Network = "other" } },
        { "weights", key => key with { Weights = "other" } },
        { "cut", key => key with { Cut = "other" } },
        { "pooling", key => key with { Pooled = false } },
        { "image size", key => key with { Preprocessing = key.Preprocessing with { ImageSize = 32 } } },
        { "resize", key => key with { Preprocessing = key.Preprocessing with { ResizeTo = 80 } } },
        { "crop or squash", key => key with { Preprocessing = key.Preprocessing with { ResizeMode = ResizeMode.ShorterSide } } },
        { "interpolation", key => key with { Preprocessing = key.Preprocessing with { Interpolation = Interpolation.Bicubic } } },
        { "mean", key => key with { Preprocessing = key.Preprocessing with { Mean = Rgb.All(0.5) } } },
        { "std", key => key with { Preprocessing = key.Preprocessing with { Std = Rgb.All(0.5) } } },
        { "view", key => key with { View = FeatureView.Flipped } },
        { "centre", key => key with { View = FeatureView.Centred } },
        { "computed in", key => key with { Computed = Precision.BFloat16 } },
        { "stored as", key => key with { Stored = Precision.Float16 } },
        { "device", key => key with { Device = "cuda" } },
        { "codec", key => key with { Codec = "imagesharp 3.119.4" } },
        { "its version", key => key with { Codec = "skia 3.119.5" } },
        { "libtorch", key => key with { Torch = "2.8.0" } },
        { "fused", key => key with { Fused = true } },
        { "winograd", key => key with { Winograd = true } },
        { "maps computed in", key => key with { Maps = Precision.BFloat16 } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void FileName_AnythingChanges_IsAnother(string what, Func<FeatureKey, FeatureKey> change) =>
        Assert.True(change(Key).FileName != Key.FileName, what);

    [Fact]
    public void Json_AnyKey_NamesTheLibraryVersion() => Assert.Contains($"\"Library\":\"{FeatureKey.LibraryVersion}\"", Key.Json, StringComparison.Ordinal);

    [Fact]
    public void Key_OfASource_NamesTheDecoderAndTheVersionOfItsPackage()
    {
        string[] codec = new FeatureSource(Miniature.Find("vgg16")) { Precision = Precision.Float32 }.Key([]).Codec.Split(' ');
        Assert.Equal([ImageFile.Codec, FileVersionInfo.GetVersionInfo(PixelCodec.Library.Location).ProductVersion!.Split('+')[0]], codec);
        Assert.Matches(@"^\d+\.\d+\.\d+", codec[1]);
    }

    [Fact]
    public void HashImages_OrderChanges_IsAnother() =>
        Assert.NotEqual(FeatureKey.HashImages(["a", "b"]), FeatureKey.HashImages(["b", "a"]));
}
