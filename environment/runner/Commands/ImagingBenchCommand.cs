using System.CommandLine;
using System.Diagnostics;
using Scenes.Data;
using Scenes.Imaging;
using Spectre.Console;
using TorchSharp;

namespace Scenes.Runner.Commands;

/// <summary>Images per second of header reading, decoding with resize, and augmentation.</summary>
internal static class ImagingBenchCommand
{
    private const int MostImages = 6000, Runs = 3;

    public static Command Create()
    {
        Option<string?> data = BenchOptions.Data();
        var threads = new Option<int>("--threads") { Description = "Threads to use.", DefaultValueFactory = _ => Environment.ProcessorCount }.FromOne();
        var command = new Command("imaging", "Images per second of decoding, resizing and augmentation.") { data, threads };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => Task.Run(
            () => Measure(parsed.GetValue(data), parsed.GetValue(threads), cancellation), cancellation)));
        return command;
    }

    private static void Measure(string? data, int threads, CancellationToken cancellation)
    {
        SceneDataset set = SceneDataset.Open(DataLocation.Resolve(data));
        string[] paths = [.. set.Train.Concat(set.Validation).Select(image => image.Path).Take(MostImages)];
        var table = new Table().AddColumns($"{paths.Length} images, best of {Runs}, {threads} thread(s)", "seconds", "images/s", "images per CPU second");
        Add(table, "header only", paths.Length, () => Array.ForEach(paths, path => ImageHeader.Read(path)));
        foreach (int size in (int[])[150, 64, 224])
        {
            Add(table, $"decode, resize to {size}, bilinear", paths.Length, () =>
                ImageBatch.Load(paths, Preprocessing.UnitRange(size), threads: threads, cancellation: cancellation).Dispose());
        }
        using torch.Tensor images = ImageBatch.Load(paths, Preprocessing.UnitRange(64), threads: threads, cancellation: cancellation);
        foreach ((string name, Augmentation options) in Augmentations())
            Add(table, $"{name}, 64 pixels, batches of 64", paths.Length, () => Augment(images, options, threads));
        AnsiConsole.Write(table);
    }

    private static (string Name, Augmentation Options)[] Augmentations() =>
    [
        ("flip and shift", new Augmentation(MaxShift: 8)),
        ("flip and crop", new Augmentation(MinCropArea: 0.5)),
        ("flip, crop and colours", new Augmentation(MinCropArea: 0.5, Brightness: 0.4, Contrast: 0.4, Saturation: 0.4)),
    ];

    private static void Augment(torch.Tensor images, Augmentation options, int threads)
    {
        using var generator = new torch.Generator(1, torch.CPU);
        for (long start = 0; start < images.shape[0]; start += 64)
        {
            using torch.Tensor batch = images.narrow(0, start, Math.Min(64, images.shape[0] - start)), changed = options.Apply(batch, generator, threads);
        }
    }

    private static void Add(Table table, string name, int images, Action work)
    {
        (double seconds, double cpuSeconds) = (double.MaxValue, double.MaxValue);
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan cpuStart = Environment.CpuUsage.TotalTime;
            work();
            seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
            cpuSeconds = Math.Min(cpuSeconds, (Environment.CpuUsage.TotalTime - cpuStart).TotalSeconds);
        }
        // The last column is the speed of one core, and holds on a busy machine too.
        table.AddRow(name, BenchOptions.Text(seconds, "0.00"), BenchOptions.Text(images / seconds, "#,0"), BenchOptions.Text(images / cpuSeconds, "#,0"));
    }
}
