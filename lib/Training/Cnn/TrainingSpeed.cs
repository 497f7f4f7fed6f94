using System.Diagnostics;
using Scenes.Features;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>How fast one way of computing trains a network.</summary>
/// <param name="Precision">Number format of convolutions and matrix products.</param>
/// <param name="ChannelsLast">Memory order of images.</param>
/// <param name="ImagesPerSecond">Of the fastest step, augmentation and update included.</param>
/// <param name="Ratio">Against the first row: fp32 with channels first.</param>
public sealed record TrainingSpeed(Precision Precision, bool ChannelsLast, double ImagesPerSecond, double Ratio)
{
    /// <summary>Trains new networks of one recipe on noise in every way, in turns, so that a busy moment does not favour one of them.</summary>
    /// <param name="recipe">Network, augmentation, optimizer and batch size.</param>
    /// <param name="imageSize">Width and height in pixels; null for the recipe's own.</param>
    /// <param name="rounds">Turns, 1 or more; each is four steps of each way.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>Four rows: fp32 and bf16, each with channels first and last.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<TrainingSpeed> Measure(CnnRecipe recipe, int? imageSize = null, int rounds = 3, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        const int Steps = 4, Classes = 6;
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        int size = imageSize ?? recipe.ImageSize, count = Steps * recipe.Options.BatchSize;
        Tensor images = randint(0, 256, [count, 3, size, size], generator: generator).to(ScalarType.Byte);
        TrainingSet train = TrainingSet.InMemory(images, [.. Enumerable.Range(0, count).Select(image => (long)image % Classes)]);
        TrainingSet one = TrainingSet.InMemory(images[..1], [0]);
        (Precision Precision, bool ChannelsLast)[] ways =
            [(Precision.Float32, false), (Precision.Float32, true), (Precision.BFloat16, false), (Precision.BFloat16, true)];
        double[] best = new double[ways.Length];
        for (int round = 0; round < rounds; round++)
        {
            foreach ((int way, (Precision precision, bool channelsLast)) in ways.Index())
            {
                CnnRecipe variant = recipe with { Options = recipe.Options with { Precision = precision, ChannelsLast = channelsLast } };
                var clock = new StepClock();
                variant.Train(train, one, Classes, epochs: 1, run: new TrainingRun(recipe.Name) { Progress = clock }, cancellation: cancellation).Dispose();
                best[way] = Math.Max(best[way], recipe.Options.BatchSize / clock.Fastest.TotalSeconds);
            }
        }
        return [.. ways.Select((way, i) => new TrainingSpeed(way.Precision, way.ChannelsLast, best[i], best[i] / best[0]))];
    }

    /// <summary>The shortest time between two batches; the first, which warms up, is not counted.</summary>
    private sealed class StepClock : IProgress<TrainingProgress>
    {
        private long? last;

        public TimeSpan Fastest { get; private set; } = TimeSpan.MaxValue;

        public void Report(TrainingProgress value)
        {
            if (value.Finished is not null) return;
            long now = Stopwatch.GetTimestamp();
            if (last is { } before && Stopwatch.GetElapsedTime(before, now) is var step && step < Fastest) Fastest = step;
            last = now;
        }
    }
}
