using System.CommandLine;
using System.Globalization;
using Scenes.Features;
using Spectre.Console;

namespace Scenes.Runner.Commands;

internal static class CacheCommand
{
    public static Command Create()
    {
        var list = new Command("list", "Lists the feature files, the latest used first.");
        list.SetAction(_ => CommandErrors.Guard(() => List(new FeatureCache())));
        var clear = new Command("clear", "Deletes every feature file that no process is writing.");
        clear.SetAction(_ => CommandErrors.Guard(() =>
        {
            var cache = new FeatureCache();
            Console.WriteLine($"{Size(cache.Clear())} became free in {cache.Folder}.");
        }));
        return new Command("cache", "The features that were computed once and kept.") { list, clear };
    }

    private static void List(FeatureCache cache)
    {
        IReadOnlyList<FileInfo> files = cache.List();
        var table = new Table().AddColumns("file", "size", "last used (UTC)");
        foreach (FileInfo file in files)
            table.AddRow(Markup.Escape(file.Name), Size(file.Length), file.LastWriteTimeUtc.ToString("u", CultureInfo.InvariantCulture));
        if (files.Count > 0) AnsiConsole.Write(table);
        Console.WriteLine($"{Size(files.Sum(file => file.Length))} of {Size(cache.LimitBytes)} in {cache.Folder}; {FeatureCache.LimitVariable} sets the limit in GiB.");
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MiB");
}
