using Scenes.Training;

namespace Scenes.Tests.Training;

public sealed class ProgressLineTests
{
    private static readonly TrainingProgress Running = new("cnn", 2, 20, 30, 94, 1.5, 0.4, 250, TimeSpan.FromSeconds(125), null, false);
    private static readonly TrainingProgress Finished = Running with { Batch = 94, Finished = new EpochRecord(2, 1.5, 0.4, 1.25, 0.5, 0.1, 20), IsBest = true };

    [Fact]
    public void Report_NoTerminal_WritesOneLineForEachEpoch()
    {
        var output = new StringWriter();
        var line = new ProgressLine(output);
        line.Report(Running);
        line.Report(Finished);
        Assert.Equal("cnn epoch 2/20: loss 1.500 accuracy 0.400, validation loss 1.250 accuracy 0.500 *, 250 images/s, 2:05 left" + Environment.NewLine, output.ToString());
    }

    [Fact]
    public void Report_Terminal_RewritesTheRunningLineWhole()
    {
        var output = new StringWriter();
        var line = new ProgressLine(output, rewrites: true);
        line.Report(Finished with { Finished = Finished.Finished! with { Epoch = 1 } });
        Thread.Sleep(600);
        line.Report(Running);
        line.Report(Finished with { TimeLeft = TimeSpan.Zero });
        string[] writes = output.ToString().Split('\r');
        Assert.Contains("batch 30/94, 250 images/s", writes[2], StringComparison.Ordinal);
        Assert.True(writes[3].TrimEnd('\n').Length >= writes[2].Length);
    }
}
