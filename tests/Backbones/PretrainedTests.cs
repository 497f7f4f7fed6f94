using Scenes.Backbones;

namespace Scenes.Tests.Backbones;

public sealed class PretrainedTests
{
    [Fact]
    public void AnyUse_NoFile_SaysWhichCommandGetsIt()
    {
        Pretrained missing = Pretrained.ImageNet("resnet50", Path.Combine(Path.GetTempPath(), "scenes-no-such-folder"));
        Action[] uses = [() => _ = missing.WeightsHash, () => _ = missing.Identity, () => missing.AllowMissing("fc.weight"), () => missing.Load().Dispose()];
        Assert.All(uses, use => Assert.Contains("scenes fetch resnet50", Assert.Throws<FileNotFoundException>(use).Message, StringComparison.Ordinal));
    }
}
