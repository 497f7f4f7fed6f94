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

    /// <summary>A line of two rows would leave its first one behind at each turn.</summary>
    [Fact]
    public async Task Write_LineLongerThanTheTerminal_IsCutUntilItIsTheLast()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var line = new RewritingLine(output, rewrites: true, columns: 30);
        await Task.Delay(600, TestContext.Current.CancellationToken);
        string text = new('x', 40);
        line.Write(() => text, last: false, pauseInLog: TimeSpan.Zero);
        line.Write(() => text, last: true, pauseInLog: TimeSpan.Zero);
        Assert.Equal($"\r{new string('x', 28)}…\r{text}\n", output.ToString());
    }
}
