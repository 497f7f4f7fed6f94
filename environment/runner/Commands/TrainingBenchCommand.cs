using System.CommandLine;
using System.Globalization;
using Scenes.Features;
using Scenes.Training;
using Spectre.Console;

namespace Scenes.Runner.Commands;

/// <summary>Images per second of training the project's own network, in every way of computing.</summary>
internal static class TrainingBenchCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Turns; the fastest step of all counts.", DefaultValueFactory = _ => 3 };
        var threads = new Option<int>("--threads") { Description = "Threads to use.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("training", "Images per second of training the baseline CNN: fp32 and bf16, channels first and last.") { rounds, threads };
        foreach (Option<int> number in new[] { rounds, threads }) number.FromOne();
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => Task.Run(
            () => Print(parsed.GetValue(rounds), parsed.GetValue(threads), cancellation), cancellation)));
        return command;
    }

    private static void Print(int rounds, int threads, CancellationToken cancellation)
    {
        TorchSharp.torch.set_num_threads(threads);
        CnnRecipe recipe = PlainCnnCure.Baseline;
        string title = string.Create(CultureInfo.InvariantCulture, $"{recipe.Name}, {recipe.ImageSize} pixels, batches of {recipe.Options.BatchSize}, {threads} thread(s)");
        var table = new Table().AddColumns(title, "images/s", "ratio");
        foreach (TrainingSpeed row in TrainingSpeed.Measure(recipe, rounds: rounds, cancellation: cancellation))
        {
            table.AddRow(
                $"{row.Precision.ShortName()}, channels {(row.ChannelsLast ? "last" : "first")}",
                BenchOptions.Text(row.ImagesPerSecond, "0"), BenchOptions.Text(row.Ratio, "0.00"));
        }
        AnsiConsole.Write(table);
    }
}
