using System.Globalization;
using System.Text;
using Scenes.Runtime;

[assembly: AssemblyFixture(typeof(Scenes.Tests.Faults.FaultTable))]

namespace Scenes.Tests.Faults;

/// <summary>What became of the faults of each kind; at the end a Markdown table in the file that SCENES_FAULTS_TABLE names.</summary>
public sealed class FaultTable : IDisposable
{
    private const string Variable = "SCENES_FAULTS_TABLE";

    private readonly Lock adding = new();
    private readonly SortedDictionary<string, FaultRow> rows = new(StringComparer.Ordinal);

    /// <summary>The row of a kind of fault; made where it is missing.</summary>
    /// <param name="kind">In words, as a reader of the table meets it.</param>
    internal FaultRow Row(string kind)
    {
        lock (adding) return rows.TryGetValue(kind, out FaultRow? row) ? row : rows[kind] = new FaultRow();
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path) return;
        var table = new StringBuilder("| fault | tried | refused cleanly | unharmed | lost |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var (kind, row) in rows) Append(table, kind, row.Tried, row.Refused, row.Unharmed, row.Lost);
        Append(table, "all", rows.Values.Sum(row => row.Tried), rows.Values.Sum(row => row.Refused), rows.Values.Sum(row => row.Unharmed), rows.Values.Sum(row => row.Lost));
        AtomicFile.WriteText(path, table.ToString());
    }

    private static void Append(StringBuilder table, string kind, params int[] counts) =>
        table.Append("| ").Append(kind).Append(" | ").AppendJoin(" | ", counts.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))).Append(" |\n");
}
