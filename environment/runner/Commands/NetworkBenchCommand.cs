using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Reporting;
using Scenes.Runner.Bench;
using Scenes.Runtime;
using Spectre.Console;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes bench networks</c>: images a second of frozen networks, the plain way against ours.</summary>
internal static class NetworkBenchCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command Create()
    {
        Option<string[]> networks = BenchOptions.AnyNetworks();
        var sizes = new Option<int[]>("--size") { Description = "Input sizes in pixels.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [150, 224] }.FromOne();
        var count = new Option<int>("--images") { Description = "Images in each run; a multiple of 32 measures best.", DefaultValueFactory = _ => 64 }.FromOne();
        var repeats = new Option<int>("--repeats") { Description = "Pairs of runs; their median counts.", DefaultValueFactory = _ => 3 }.FromOne();
        var precision = new Option<string>("--precision") { Description = "fp32, bf16, fp16 or auto.", DefaultValueFactory = _ => "auto" };
        Option<string?> weights = BenchOptions.Weights();
        Option<string?> data = BenchOptions.Data();
        var json = new Option<bool>("--json") { Description = "Print JSON alone." };
        var to = new Option<string?>("--to") { Description = "Write the JSON to this file too, beside what is printed.", HelpName = "FILE" };
        var command = new Command("networks", "Files to cached features: plain TorchSharp against ours, in turn, in one process.")
        {
            networks, sizes, count, repeats, precision, weights, data, json, to,
        };
        command.SetAction(parsed => CommandErrors.Guard(() => Run(
            parsed.GetValue(networks)!, parsed.GetValue(sizes)!, parsed.GetValue(count), parsed.GetValue(repeats), Precisions.Parse(parsed.GetValue(precision)!),
            parsed.GetValue(weights), parsed.GetValue(data), parsed.GetValue(json), parsed.GetValue(to))));
        return command;
    }

    private static void Run(string[] networks, int[] sizes, int count, int repeats, Precision precision, string? weights, string? data, bool json, string? to)
    {
        if (to is not null) PrepareFile(to);
        Pretrained[] chosen = [.. networks.Select(name => Pretrained.ImageNet(name, weights))];
        SceneDataset set = SceneDataset.Open(DataLocation.Resolve(data));
        SceneImage[] images = [.. set.Images.Take(count)];
        MachinePeak peak = MachinePeak.Measure();
        var bench = new NetworkBench(images, repeats, precision);
        var rows = new List<NetworkBench.Row>();
        foreach (Pretrained network in chosen)
            foreach (int size in sizes)
            {
                rows.Add(bench.Measure(network, size));
                if (!json) Console.Error.WriteLine($"{network.Spec.Name} at {size} pixels is done.");
            }
        Report(peak, images.Length, repeats, rows, json, to, Console.Out);
    }

    /// <summary>Fails before the measurement where the file cannot be.</summary>
    private static void PrepareFile(string to)
    {
        if (Directory.Exists(to) || Path.EndsInDirectorySeparator(to)) throw new IOException($"--to {to} is a folder. Name a file, such as {Path.Combine(to, "speed.json")}.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>Prints the table, or with <c>--json</c> the JSON alone; then, as that may fail, writes the JSON to the file of <c>--to</c>.</summary>
    internal static void Report(MachinePeak peak, int images, int repeats, IReadOnlyList<NetworkBench.Row> rows, bool json, string? to, TextWriter output)
    {
        string text = Json(peak, images, repeats, rows);
        if (json) output.WriteLine(text);
        else Print(rows, peak, output);
        if (to is not null) AtomicFile.WriteText(to, text + "\n");
    }

    /// <summary>What <c>--json</c> prints and <c>--to</c> writes.</summary>
    internal static string Json(MachinePeak peak, int images, int repeats, IReadOnlyList<NetworkBench.Row> rows) =>
        JsonSerializer.Serialize(new { Machine = Machine(peak), Images = images, Repeats = repeats, Networks = rows }, Indented);

    private static object Machine(MachinePeak peak) => new
    {
        Processor = Provenance.Processor(),
        Cores = Environment.ProcessorCount,
        System = RuntimeInformation.OSDescription,
        peak.Device,
        peak.Threads,
        PeakFloat32 = Math.Round(peak.Float32, 1),
        PeakReduced = Math.Round(peak.Reduced, 1),
        Probe = PrecisionProbe.Current.Reason,
    };

    private static void Print(IReadOnlyList<NetworkBench.Row> rows, MachinePeak peak, TextWriter output)
    {
        // 80 columns hold it, which is what a terminal or a log without a width gives.
        var table = new Spectre.Console.Table().AddColumns("network", "size", "plain", "ours", "ratio", "fusing", "cosine", "of peak");
        foreach (NetworkBench.Row row in rows)
            table.AddRow(row.Network, $"{row.Size}", BenchOptions.Text(row.Plain, "0.0"), BenchOptions.Text(row.Ours, "0.0"), BenchOptions.Text(row.Ratio, "0.00"),
                row.Fusing is { } fusing ? BenchOptions.Text(fusing, "0.00") : "-", BenchOptions.Text(row.Cosine, "0.00000"), BenchOptions.Text(row.PeakShare, "0 %"));
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
        foreach (IGrouping<(string Precision, string Weights), NetworkBench.Row> alike in rows.GroupBy(row => (row.Precision, row.Weights)))
            output.WriteLine($"{string.Join(", ", alike.Select(row => row.Network).Distinct())}: images a second, ours in {alike.Key.Precision}; weights: {alike.Key.Weights}.");
        output.WriteLine($"{Provenance.Processor()}, {peak.Threads} threads, {peak.Device}; matrix product of {BenchOptions.Text(peak.Rows, "#,0")} rows: {BenchOptions.Text(peak.Float32, "0")} GFLOP/s in fp32, "
            + $"{BenchOptions.Text(peak.Reduced, "0")} in reduced precision; {PrecisionProbe.Current.Reason}.");
    }
}
