using System.CommandLine;
using System.Globalization;
using Scenes.Data;
using Scenes.Features;
using Scenes.Runner.Bench;
using Spectre.Console;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes bench probe</c>: whether a fast number format costs accuracy.</summary>
internal static class ProbeBenchCommand
{
    public static Command Create()
    {
        var networks = new Option<string[]>("--network") { Description = "Networks whose weights are there.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["mobilenet_v2"] };
        var cut = new Option<string?>("--cut") { Description = "The stage whose mean is the feature vector; the network's own features where left out." };
        var size = new Option<int>("--size") { Description = "Input size in pixels.", DefaultValueFactory = _ => 150 }.FromOne();
        var precision = new Option<string>("--precision") { Description = "bf16, fp16 or auto.", DefaultValueFactory = _ => "auto" };
        var weights = new Option<string?>("--weights") { Description = "A folder of <network>.safetensors. Default: SCENES_WEIGHTS, else data/weights.", HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "A folder of images, or intel; SCENES_DATA or the built-in sample where left out." };
        var command = new Command("probe", "Validation accuracy of a linear head on features in fp32 and in the fastest number format.") { networks, cut, size, precision, weights, data };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => Task.Run(() =>
        {
            Precision format = Precisions.Parse(parsed.GetValue(precision)!);
            var bench = new ProbeBench(SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(data))), parsed.GetValue(size), format, parsed.GetValue(weights));
            Print([.. parsed.GetValue(networks)!.Select(name => bench.Measure(name, parsed.GetValue(cut), cancellation))], format);
        }, cancellation)));
        return command;
    }

    private static void Print(ProbeBench.Row[] rows, Precision format)
    {
        var table = new Table().AddColumns("network", "cut", "validation images", "fp32", format.ShortName(), "lost", "predictions changed");
        foreach (ProbeBench.Row row in rows)
            table.AddRow(row.Network, row.Cut, Text(row.Images, "0"), Text(row.Float32, "0.0000"), Text(row.Reduced, "0.0000"), Text(row.Lost, "0.0000"), Text(row.Changed, "0"));
        AnsiConsole.Write(table);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
