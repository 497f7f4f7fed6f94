using System.Globalization;
using Scenes.Runtime;

namespace Scenes.Training;

/// <summary>Writes one line for each epoch; in a terminal the line of the running epoch is rewritten while it grows.</summary>
public sealed class ProgressLine : IProgress<TrainingProgress>
{
    private readonly RewritingLine line;

    /// <summary>A line on a writer.</summary>
    /// <param name="output">Null for the console, which notebooks show below the cell.</param>
    /// <param name="rewrites">Whether the running epoch is shown by rewriting its line; null: only on a terminal.</param>
    public ProgressLine(TextWriter? output = null, bool? rewrites = null) => line = new RewritingLine(output, rewrites);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        line.Write(() => Describe(value), last: value.Finished is not null, pauseInLog: TimeSpan.MaxValue);
    }

    /// <summary>The line as text.</summary>
    /// <param name="value">How far the run is.</param>
    public static string Describe(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string middle = value.Finished is { } epoch
            ? string.Create(CultureInfo.InvariantCulture, $"validation loss {epoch.ValidationLoss:0.000} accuracy {epoch.ValidationAccuracy:0.000}{(value.IsBest ? " *" : "  ")}")
            : string.Create(CultureInfo.InvariantCulture, $"batch {value.Batch}/{value.Batches}");
        string left = value.TimeLeft > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $", {(int)value.TimeLeft.TotalMinutes}:{value.TimeLeft.Seconds:00} left") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{value.Model} epoch {value.Epoch}/{value.Epochs}: loss {value.Loss:0.000} accuracy {value.Accuracy:0.000}, {middle}, {value.ImagesPerSecond:0} images/s{left}");
    }
}
