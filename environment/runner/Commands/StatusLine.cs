using System.Globalization;
using Scenes.Data;

namespace Scenes.Runner.Commands;

/// <summary>One line about a download that is rewritten in a terminal; in a log, a new line every ten seconds.</summary>
internal sealed class StatusLine : IProgress<DownloadProgress>, IProgress<ArchiveProgress>, IDisposable
{
    private const long LogInterval = 10_000; // milliseconds
    private readonly bool live = !Console.IsErrorRedirected;
    private readonly Lock gate = new();
    private bool open;
    private long lastLog = Environment.TickCount64 - LogInterval;

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
        lock (gate)
        {
            if (open) Console.Error.WriteLine();
            open = false;
        }
    }

    public void Dispose() => End();

    internal static string Describe(DownloadProgress value)
    {
        string total = value.Total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all / 1e6:0.0}") : "";
        string left = value.TimeLeft is { } time ? string.Create(CultureInfo.InvariantCulture, $", {time:h\\:mm\\:ss} left") : "";
        double rate = value.BytesPerSecond / 1e6;
        return string.Create(CultureInfo.InvariantCulture, $"{value.Bytes / 1e6:0.0}{total} MB, {rate:0.0} MB/s{left}");
    }

    private void Show(string text, bool keep)
    {
        lock (gate)
        {
            if (live)
            {
                Console.Error.Write($"\r{text,-70}{(keep ? "\n" : "")}");
                open = !keep;
                return;
            }
            long now = Environment.TickCount64;
            if (!keep && now - lastLog < LogInterval) return;
            lastLog = now;
            Console.Error.WriteLine(text);
        }
    }
}
