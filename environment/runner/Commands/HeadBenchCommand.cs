using System.CommandLine;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Runner.Bench;
using Spectre.Console;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes bench heads</c>: what a head with a kernel brings over a linear one.</summary>
internal static class HeadBenchCommand
{
    public static Command Create()
    {
        Option<string[]> networks = BenchOptions.Networks();
        var seed = new Option<long>("--seed") { Description = "Seed of the folds." };
        Option<string?> weights = BenchOptions.Weights();
        Option<string?> data = BenchOptions.Data();
        var command = new Command("heads", "Training images predicted in five folds by linear heads and by heads with a kernel, on the same features.") { networks, seed, weights, data };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => Task.Run(() =>
        {
            Pretrained[] chosen = BenchOptions.WithWeights(parsed.GetValue(networks)!, parsed.GetValue(weights));
            var bench = new HeadBench(SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(data))), parsed.GetValue(seed));
            Print([.. bench.Measure(chosen, cancellation)]);
        }, cancellation)));
        return command;
    }

    private static void Print(HeadBench.Row[] rows)
    {
        var table = new Spectre.Console.Table().AddColumns("features of", "head", "L2", "right", "accuracy", "log-likelihood", "won", "lost", "exact McNemar p");
        foreach (HeadBench.Row row in rows)
        {
            PairedOutcomes pair = PairedOutcomes.Of(row.Linear, row.Kernel);
            table.AddRow([row.Features, "linear", .. Cells(row.LinearL2, row.Linear), "", "", ""]);
            table.AddRow(["", "kernel", .. Cells(row.KernelL2, row.Kernel), $"{pair.OnlySecond}", $"{pair.OnlyFirst}", BenchOptions.Text(McNemar.Exact(pair).P!.Value, "0.00000")]);
        }
        AnsiConsole.Write(table);
    }

    private static string[] Cells(double l2, Predictions said) =>
    [
        BenchOptions.Text(l2, "0.###"), $"{said.Correct} of {said.Count}", BenchOptions.Text(said.Accuracy, "0.0000"), BenchOptions.Text(-LogLikelihood.MeanNegative(said), "0.0000"),
    ];
}
