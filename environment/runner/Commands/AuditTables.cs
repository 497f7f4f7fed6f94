using System.Globalization;
using Scenes.Data;
using Scenes.Runtime;
using Spectre.Console;

namespace Scenes.Runner.Commands;

/// <summary>Prints an audit as tables.</summary>
internal static class AuditTables
{
    private const int MostRows = 40;

    public static void Write(AuditReport report, IAnsiConsole console)
    {
        Line(console, $"{report.Name}: {report.ImageCount} images in {report.Root}, split {report.SplitId[..12]}");
        Counts(console, "Images by class", "class", report.Classes, row => row.ClassName ?? "(no label)", row => row.Counts);
        Counts(console, "Sizes", "pixels", report.Sizes, row => $"{row.Width} x {row.Height}", row => row.Counts);
        Counts(console, "Formats", "format", report.Formats, Describe, row => row.Counts);
        List(console, "Unreadable files", ["file", "reason"], report.Unreadable, row => [row.Image.Name, row.Reason]);
        List(console, "Wrong extension", ["file", "is"], report.Misnamed, row => [row.Image.Name, row.Format.ToString()]);
        List(console, "Not part of the set", ["name"], report.Ignored, name => [name]);
        Groups(console, report, "Byte-identical files", report.Identical);
        string near = $"Near-duplicates (at most {report.NearDistance} of {PerceptualHash.Bits} bits apart)";
        Groups(console, report, near, report.NearDuplicates);
        Summary(console, report);
    }

    /// <summary>A line that is not broken at the width of the terminal.</summary>
    private static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(Printable.Line(text));

    private static void Counts<T>(
        IAnsiConsole console, string title, string what, IReadOnlyList<T> rows, Func<T, string> name, Func<T, SplitCounts> counts)
    {
        var table = NewTable(title, [what]);
        foreach (string split in new[] { "train", "validation", "test", "unlabelled", "all" })
            table.AddColumn(new TableColumn(split).RightAligned());
        foreach (var row in rows.Take(MostRows)) table.AddRow([Escape(name(row)), .. Cells(counts(row))]);
        if (rows.Count > MostRows)
        {
            var rest = rows.Skip(MostRows).Select(counts).ToList();
            table.AddRow([$"{rest.Count} more", .. Cells(Sum(rest))]);
        }
        table.AddEmptyRow();
        table.AddRow(["all", .. Cells(Sum([.. rows.Select(counts)]))]);
        console.Write(table);
    }

    private static void List<T>(IAnsiConsole console, string title, string[] columns, IReadOnlyList<T> rows, Func<T, string[]> cells)
    {
        if (rows.Count == 0) return;
        var table = NewTable($"{title}: {rows.Count}", columns).ShowRowSeparators();
        foreach (var row in rows.Take(MostRows)) table.AddRow(Array.ConvertAll(cells(row), Escape));
        Finish(console, table, rows.Count);
    }

    /// <summary>A row for each image, so that its label stays beside it where its path is broken into lines; an empty row ends each group but the last.</summary>
    private static void Groups(IAnsiConsole console, AuditReport report, string title, IReadOnlyList<DuplicateGroup> groups)
    {
        if (groups.Count == 0) return;
        var table = NewTable($"{title}: {groups.Count}", ["file", "label", "split", "bits apart"]);
        foreach (var (i, group) in groups.Take(MostRows).Index())
        {
            if (i > 0) table.AddEmptyRow();
            foreach (var (j, image) in group.Images.Index())
                table.AddRow(Escape(image.Name), image.Label < 0 ? "-" : Escape(report.ClassNames[image.Label]), image.Split.ToString().ToLowerInvariant(), j == 0 ? Number(group.LargestStep) : "");
        }
        Finish(console, table, groups.Count);
    }

    /// <summary>Writes a table of the first of so many rows.</summary>
    private static void Finish(IAnsiConsole console, Table table, int count)
    {
        if (count > MostRows) table.Caption($"and {count - MostRows} more; --json has all");
        console.Write(table);
    }

    private static void Summary(IAnsiConsole console, AuditReport report)
    {
        Line(console, $"Not of the most frequent size: {report.OddSizes.Count}. Unreadable: {report.Unreadable.Count}. "
            + $"Wrong extension: {report.Misnamed.Count}.");
        Line(console, Sentence("Byte-identical", report.Identical));
        Line(console, Sentence("Near-duplicate", report.NearDuplicates));
    }

    private static string Sentence(string kind, IReadOnlyList<DuplicateGroup> groups) =>
        $"{kind} groups: {groups.Count} with {groups.Sum(group => group.Images.Count)} images; "
        + $"{groups.Count(group => group.HasConflictingLabels)} with conflicting labels, "
        + $"{groups.Count(group => group.LeaksBetweenSplits)} across splits.";

    private static string Describe(FormatCount row) =>
        $"{row.Format}, {row.Mode.ToString().ToLowerInvariant()}{(row.HasAlpha ? " with alpha" : "")}, {row.BitsPerChannel} bit";

    /// <summary>Names are somebody else's: neither markup nor control characters in them reach the terminal.</summary>
    private static string Escape(string cell) => Markup.Escape(Printable.Lines(cell));

    private static Table NewTable(string title, string[] columns) =>
        new Table().Title(Markup.Escape(title)).AddColumns(columns).RoundedBorder();

    private static string[] Cells(SplitCounts counts) =>
        [Number(counts.Train), Number(counts.Validation), Number(counts.Test), Number(counts.Unlabelled), Number(counts.Total)];

    private static SplitCounts Sum(IReadOnlyList<SplitCounts> counts) => new(
        counts.Sum(c => c.Train), counts.Sum(c => c.Validation), counts.Sum(c => c.Test), counts.Sum(c => c.Unlabelled));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
