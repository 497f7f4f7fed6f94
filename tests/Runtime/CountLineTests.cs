using Scenes.Runtime;

namespace Scenes.Tests.Runtime;

public sealed class CountLineTests
{
    [Fact]
    public void Report_LastOne_IsAlwaysWrittenAndLaterOnesOfSlowerThreadsAreNot()
    {
        var output = new StringWriter();
        var line = new CountLine(1200, "images looked at", output);
        line.Report(100); // younger than the pause between two lines of a log
        line.Report(1200);
        line.Report(1100);
        line.Report(1200);
        Assert.Equal("1,200 of 1,200 images looked at\n", output.ToString().ReplaceLineEndings("\n"));
    }
}
