using System.CommandLine;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Runner.Bench;
using Spectre.Console;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes bench depths</c>: what features of earlier stages and of the centre add.</summary>
internal static class DepthBenchCommand
{
    public static Command Create()
    {
        Option<string[]> networks = BenchOptions.Networks();
        var centre = new Option<bool>("--centre") { Description = "With the features of the middle four fifths, too; they have to be computed." };
        var sizes = new Option<int[]>("--size") { Description = "Input sizes in pixels; the size of the recipe where left out.", AllowMultipleArgumentsPerToken = true }.FromOne();
        Option<string?> weights = BenchOptions.Weights();
        Option<string?> data = BenchOptions.Data();
        var command = new Command("depths", "Training images predicted in five folds by linear heads on features of one depth and of several.") { networks, centre, sizes, weights, data };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => Task.Run(() =>
        {
            Pretrained[] chosen = BenchOptions.WithWeights(parsed.GetValue(networks)!, parsed.GetValue(weights));
            var bench = new DepthBench(SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(data))));
            int?[] pixels = parsed.GetValue(sizes) is { Length: > 0 } given ? [.. given.Select(size => (int?)size)] : [null];
            bool[] looks = parsed.GetValue(centre) ? [false, true] : [false];
            Print([.. from network in chosen
                      from look in looks
                      from size in pixels
                      from row in bench.Measure(network, look, size, cancellation)
                      select row]);
        }, cancellation)));
        return command;
    }

    private static void Print(DepthBench.Row[] rows)
    {
        var table = new Spectre.Console.Table().AddColumns("network", "features of", "pixels", "view", "L2", "right", "accuracy", "log-likelihood");
        foreach (DepthBench.Row row in rows)
            table.AddRow(row.Network, string.Join(", ", Cuts.Parts(row.Cut)), BenchOptions.Text(row.Size, "0"), row.View.ToString().ToLowerInvariant(), BenchOptions.Text(row.L2, "0.###"), $"{row.Said.Correct} of {row.Said.Count}",
                BenchOptions.Text(row.Said.Accuracy, "0.0000"), BenchOptions.Text(-LogLikelihood.MeanNegative(row.Said), "0.0000"));
        AnsiConsole.Write(table);
    }
}
