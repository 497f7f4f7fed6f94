using System.CommandLine;
using Scenes.Data;
using Scenes.Runtime;
using Spectre.Console;

namespace Scenes.Runner.Commands;

internal static class AuditCommand
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "A folder or list of photographs, 'intel' or 'sample'. Default: SCENES_DATA, else the built-in sample.",
        HelpName = "DIR|intel|sample",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the whole report as JSON." };

    private static readonly Option<int> Distance = new("--distance")
    {
        Description = "Most bits of 256 in which two near-duplicates differ.",
        DefaultValueFactory = _ => new AuditOptions().NearDistance,
    };

    public static Command Create()
    {
        var command = new Command("audit", "Looks at every image of a set: counts, sizes, damage, duplicates, conflicting labels, leaks.")
        {
            Data, Json, Distance,
        };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(async () =>
        {
            await Task.Yield(); // Ctrl-C is heard while the work runs
            var set = SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(Data)));
            var report = DatasetAudit.Run(set, new AuditOptions { NearDistance = parsed.GetValue(Distance) }, CountLine.OnError(set.Images.Count, "images looked at"), cancellation);
            if (parsed.GetValue(Json)) Console.WriteLine(report.ToJson());
            else AuditTables.Write(report, AnsiConsole.Console);
        }));
        return command;
    }
}
