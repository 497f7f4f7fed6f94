using System.CommandLine;
using Scenes.Reporting;

namespace Scenes.Runner.Commands;

internal static class CompareCommand
{
    private static readonly Argument<string> First = new("RUN_A") { Description = "The output folder of the run before." };

    private static readonly Argument<string> Second = new("RUN_B") { Description = "The output folder of the run after." };

    public static Command Create()
    {
        var command = new Command("compare", "Says what changed between two runs, and whether it is more than chance.") { First, Second };
        command.SetAction(parsed => CommandErrors.Guard(() => parsed.InvocationConfiguration.Output.Write(
            RunComparison.Of(RunFolder.Open(parsed.GetValue(First)!), RunFolder.Open(parsed.GetValue(Second)!)).ToTable().ToString())));
        return command;
    }
}
