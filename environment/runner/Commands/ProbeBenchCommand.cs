using System.CommandLine;
using Scenes.Backbones;
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
        Option<string[]> networks = BenchOptions.Networks();
        var cut = new Option<string?>("--cut") { Description = "The stage whose mean is the feature vector; the network's own features where left out." };
        var size = new Option<int>("--size") { Description = "Input size in pixels.", DefaultValueFactory = _ => 150 }.FromOne();
        var precision = new Option<string>("--precision") { Description = "bf16, fp16 or auto.", DefaultValueFactory = _ => "auto" };
        Option<string?> weights = BenchOptions.Weights();
        Option<string?> data = BenchOptions.Data();
        var command = new Command("probe", "Validation accuracy of a linear head on features in fp32 and in the fastest number format.") { networks, cut, size, precision, weights, data };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => Task.Run(() =>
        {
            Precision format = Precisions.Parse(parsed.GetValue(precision)!);
            Pretrained[] chosen = BenchOptions.WithWeights(parsed.GetValue(networks)!, parsed.GetValue(weights));
            var bench = new ProbeBench(SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(data))), parsed.GetValue(size), format);
            Print([.. chosen.Select(network => bench.Measure(network, parsed.GetValue(cut), cancellation))], format);
        }, cancellation)));
        return command;
    }

    private static void Print(ProbeBench.Row[] rows, Precision format)
    {
        var table = new Table().AddColumns("network", "cut", "validation images", "fp32", format.ShortName(), "lost", "predictions changed", "seconds of the head");
        foreach (ProbeBench.Row row in rows)
            table.AddRow(
                row.Network, row.Cut, BenchOptions.Text(row.Images, "0"), BenchOptions.Text(row.Float32, "0.0000"), BenchOptions.Text(row.Reduced, "0.0000"),
                BenchOptions.Text(row.Lost, "0.0000"), BenchOptions.Text(row.Changed, "0"), BenchOptions.Text(row.Seconds, "0.0"));
        AnsiConsole.Write(table);
    }
}
