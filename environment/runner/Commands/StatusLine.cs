using System.Globalization;
using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

/// <summary>One line about a download that is rewritten in a terminal; in a log, a new line every ten seconds.</summary>
internal sealed class StatusLine : IProgress<DownloadProgress>, IProgress<ArchiveProgress>, IDisposable
{
    private readonly RewritingLine line = new(Console.Error, !Console.IsErrorRedirected);
    private readonly Lock gate = new();

    public void Report(DownloadProgress value)
    {
        if (value.Event is { } what) Show(what, keep: true);
        Show(Describe(value), keep: false);
    }

    public void Report(ArchiveProgress value) =>
        Show(string.Create(CultureInfo.InvariantCulture, $"unpacked {value.Entries} of {value.Total} entries"), keep: false);

    /// <summary>Leaves the line as it stands; what is printed next begins a new one.</summary>
    public void End()
    {
        lock (gate) line.End();
    }

    public void Dispose() => End();

    internal static string Describe(DownloadProgress value)
    {
        string total = value.Total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all / 1e6:0.0}") : "";
        string left = value.TimeLeft is { } time ? string.Create(CultureInfo.InvariantCulture, $", {(int)time.TotalHours}:{time:mm\\:ss} left") : "";
        double rate = value.BytesPerSecond / 1e6;
        return string.Create(CultureInfo.InvariantCulture, $"{value.Bytes / 1e6:0.0}{total} MB, {rate:0.0} MB/s{left}");
    }

    private void Show(string text, bool keep)
    {
        lock (gate) line.Write(() => text, last: keep, pauseInLog: TimeSpan.FromSeconds(10));
    }
}
