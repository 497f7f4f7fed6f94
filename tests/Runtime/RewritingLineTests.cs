using Scenes.Runtime;

namespace Scenes.Tests.Runtime;

public sealed class RewritingLineTests
{
    [Fact]
    public async Task End_LineThatCouldBeRewritten_StaysAndTheNextOneBeginsAnew()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var line = new RewritingLine(output, rewrites: true);
        line.End(); // nothing stands there
        await Task.Delay(600, TestContext.Current.CancellationToken); // younger lines are passed over
        line.Write(() => "half", last: false, pauseInLog: TimeSpan.Zero);
        line.End();
        line.End();
        line.Write(() => "all", last: true, pauseInLog: TimeSpan.Zero);
        Assert.Equal("\rhalf\n\rall\n", output.ToString());
    }
}
