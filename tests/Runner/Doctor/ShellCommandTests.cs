using Scenes.Runner.Doctor;

namespace Scenes.Tests.Runner.Doctor;

public sealed class ShellCommandTests
{
    [Fact]
    public void Run_Program_GivesWhatItPrinted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses sh.");
        Assert.Equal("7\n", ShellCommand.Run("/bin/sh", ["-c", "echo 7"]));
        Assert.Null(ShellCommand.Run("/bin/sh", ["-c", "exit 3"]));
        Assert.Null(ShellCommand.Run("no-such-program", []));
    }

    /// <summary>A program that leaves another one running, which holds its output open, must not hold the caller up.</summary>
    [Fact]
    public void Run_ProgramThatLeavesAnotherRunning_IsGivenUp()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses sh.");
        Assert.Null(ShellCommand.Run("/bin/sh", ["-c", "sleep 20 & echo 7"], TimeSpan.FromSeconds(1)));
    }
}
