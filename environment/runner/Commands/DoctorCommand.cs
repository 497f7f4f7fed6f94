using System.CommandLine;
using Scenes.Runner.Doctor;
using Spectre.Console;

namespace Scenes.Runner.Commands;

internal static class DoctorCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print the findings as JSON." };

    public static Command Create()
    {
        var command = new Command("doctor", "Checks what the notebooks need on this machine and says for each what to do.") { Json };
        command.SetAction(parsed =>
        {
            var report = DoctorReport.Of(Check.All, new Surroundings());
            if (parsed.GetValue(Json)) Console.WriteLine(report.ToJson());
            else report.Write(AnsiConsole.Console);
            return report.ExitCode;
        });
        return command;
    }
}
