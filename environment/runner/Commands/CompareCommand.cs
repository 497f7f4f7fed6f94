using System.CommandLine;
using Scenes.Reporting;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

internal static class CompareCommand
{
    private static readonly Argument<string> First = new("RUN_A") { Description = "The output folder of the run before." };

    private static readonly Argument<string> Second = new("RUN_B") { Description = "The output folder of the run after." };

    public static Command Create()
    {
        var command = new Command("compare", "Says what changed between two runs, and whether it is more than chance.") { First, Second };
        command.SetAction(parsed => CommandErrors.Guard(() => Compare(parsed)));
        return command;
    }

    private static void Compare(ParseResult parsed)
    {
        RunFolder first = RunFolder.Open(parsed.GetValue(First)!), second = RunFolder.Open(parsed.GetValue(Second)!);
        Table table = RunComparison.Of(first, second).ToTable();
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(Printable.Lines(RunRecord.Compare(RunRecord.Read(first.Path), RunRecord.Read(second.Path))));
        output.Write(table.ToString());
    }
}
