using System.Diagnostics;
using System.Runtime.CompilerServices;
using Scenes.Features;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

/// <summary>
/// A second life of the test executable: with SCENES_TEST_TRAINING set to a folder it trains a network with a checkpoint there, writes
/// the final weights and exits, so that a test can kill a real process.
/// </summary>
internal static class KilledTraining
{
    private const string Variable = "SCENES_TEST_TRAINING", PrecisionVariable = "SCENES_TEST_PRECISION";

    public static Process Start(string folder, Precision precision)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(KilledTraining).Assembly.Location);
        start.Environment[Variable] = folder;
        start.Environment[PrecisionVariable] = precision.ToString();
        start.Environment["SCENES_DEVICE"] = "cpu";
        start.Environment["DOTNET_TC_QuickJit"] = "1"; // it lives for a second
        return Process.Start(start)!;
    }

    public static string CheckpointIn(string folder) => Path.Combine(folder, "run.safetensors");

    public static string WeightsIn(string folder) => Path.Combine(folder, "final.bin");

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder) return;
        set_num_threads(1);
        using var network = SmallCases.Network(5);
        var options = new TrainingOptions
        {
            Epochs = 12,
            BatchSize = 8,
            LearningRate = 0.02,
            AverageDecay = 0.9,
            LabelSmoothing = 0.1,
            MixUp = 0.2,
            Precision = Enum.Parse<Precision>(Environment.GetEnvironmentVariable(PrecisionVariable)!),
            Seed = 6,
        };
        var run = new TrainingRun("killed") { CheckpointPath = CheckpointIn(folder), Progress = new Slowly() };
        TrainingResult result = Trainer.Fit(network, SmallCases.Noisy(64, 7), SmallCases.Quarters(16, 8), options, run);
        File.WriteAllBytes(WeightsIn(folder), [.. SmallCases.Bytes(network).OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value)]);
        Console.WriteLine($"resumed from {result.ResumedFrom}");
        Environment.Exit(0);
    }

    /// <summary>Slows the child down, so that kills fall into the middle of epochs.</summary>
    private sealed class Slowly : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Thread.Sleep(4);
    }
}
