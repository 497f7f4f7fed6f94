using Scenes.Features;

namespace Scenes.Tests.Features;

public sealed class ExtractionLineTests
{
    [Fact]
    public void Report_Log_WritesTheEndAndNotEveryBatch()
    {
        using var output = new StringWriter();
        var line = new ExtractionLine("VGG16", output);
        for (int done = 32; done <= 1024; done += 32) line.Report(new ExtractionProgress(done, 1024, 40, TimeSpan.FromSeconds((1024 - done) / 40.0)));
        Assert.Equal($"VGG16: features of 1,024/1,024 images, 40 images/s{Environment.NewLine}", output.ToString());
    }

    [Fact]
    public void Describe_Running_SaysWhatIsLeft() => Assert.Equal(
        "VGG16: features of 64/5,400 images, 13 images/s, 6:40 left", ExtractionLine.Describe("VGG16", new ExtractionProgress(64, 5400, 13.2, TimeSpan.FromSeconds(400.4))));
}
