using System.Globalization;
using Scenes.Runtime;

namespace Scenes.Features;

/// <summary>Writes how far an extraction is: rewriting one line in a terminal, a line every ten seconds elsewhere. What the cache has is not mentioned.</summary>
public sealed class ExtractionLine : IProgress<ExtractionProgress>
{
    private readonly string name;
    private readonly RewritingLine line;

    /// <summary>A line on a writer.</summary>
    /// <param name="name">Whose features they are.</param>
    /// <param name="output">Null for the console, which notebooks show below the cell.</param>
    /// <param name="rewrites">Whether the line is rewritten; null: only on a terminal.</param>
    public ExtractionLine(string name, TextWriter? output = null, bool? rewrites = null)
    {
        this.name = name;
        line = new RewritingLine(output, rewrites);
    }

    /// <inheritdoc/>
    public void Report(ExtractionProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        line.Write(() => Describe(name, value), last: value.Done == value.Total, pauseInLog: TimeSpan.FromSeconds(10));
    }

    /// <summary>The line as text.</summary>
    /// <param name="name">Whose features they are.</param>
    /// <param name="value">How far the extraction is.</param>
    public static string Describe(string name, ExtractionProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string left = value.Done < value.Total ? string.Create(CultureInfo.InvariantCulture, $", {(int)value.Left.TotalMinutes}:{value.Left.Seconds:00} left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{name}: features of {value.Done:N0}/{value.Total:N0} images, {value.ImagesPerSecond:0} images/s{left}");
    }
}
