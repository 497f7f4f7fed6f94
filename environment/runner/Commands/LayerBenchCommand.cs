using System.CommandLine;
using Scenes.Backbones;
using Scenes.Backbones.Fusion;
using Scenes.Reporting;
using Scenes.Runner.Bench;
using Scenes.Runtime;
using Spectre.Console;
using TorchSharp;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes bench layers</c>: where the time of a frozen network goes in fp32 on the CPU, and what Winograd's algorithm brings.</summary>
internal static class LayerBenchCommand
{
    public static Command Create()
    {
        Option<string[]> networks = BenchOptions.AnyNetworks();
        var size = new Option<int>("--size") { Description = "Input size in pixels.", DefaultValueFactory = _ => 224 }.FromOne();
        var count = new Option<int>("--images") { Description = "Images at once.", DefaultValueFactory = _ => 32 }.FromOne();
        var repeats = new Option<int>("--repeats") { Description = "Runs; the median of each layer counts.", DefaultValueFactory = _ => 9 }.FromOne();
        var command = new Command("layers", "Where the time of a frozen network goes, layer by layer, in fp32 on the CPU with random weights.") { networks, size, count, repeats };
        command.SetAction(parsed => CommandErrors.Guard(() => Run(parsed.GetValue(networks)!, parsed.GetValue(size), parsed.GetValue(count), parsed.GetValue(repeats))));
        return command;
    }

    private static void Run(string[] networks, int size, int images, int repeats)
    {
        BackboneSpec[] chosen = [.. networks.Select(BackboneCatalogue.Find)];
        if (!FusedConvolution.Supports(torch.ScalarType.Float32)) throw new DeviceUnavailableException("This system's libtorch has no fused convolutions, so there is nothing to measure layer by layer: networks run as they are. Use scenes bench networks.");
        var bench = new LayerBench(images, repeats);
        foreach (BackboneSpec spec in chosen)
        {
            IReadOnlyList<LayerBench.Row> rows = bench.Measure(spec, size);
            var table = new Spectre.Console.Table().AddColumns($"{spec.Name}, {images} of {size} pixels", "input", "layers", "ms", "share", "GFLOP/s", "oneDNN/Winograd");
            foreach (LayerBench.Row row in rows)
                table.AddRow(row.Layer, row.Map, $"{row.Count}", BenchOptions.Text(row.Milliseconds, "0.0"), BenchOptions.Text(row.Share, "0.0 %"), Text(row.Speed, "0"), Text(row.Winograd, "0.00"));
            AnsiConsole.Write(table);
            double seconds = rows.Sum(row => row.Milliseconds) / 1e3;
            Console.WriteLine($"{BenchOptions.Text(images / seconds, "0.0")} images/s; {Provenance.Processor()}, {torch.get_num_threads()} threads.");
        }
    }

    private static string Text(double? value, string format) => value is { } number ? BenchOptions.Text(number, format) : "-";
}
