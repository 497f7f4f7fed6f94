using System.Text;
using System.Text.RegularExpressions;

namespace Scenes.Runner.Export;

/// <summary>The parts of an exported program, in the order that C# wants.</summary>
/// <param name="name">Name of the notebook.</param>
/// <param name="imports">Namespaces that cells have without a using.</param>
internal sealed partial class ProgramText(string name, IEnumerable<string> imports)
{
    private const int Width = 120; // characters of a comment

    private readonly List<string> usings = [.. imports.Select(space => $"using {space};")];
    private readonly List<string> types = [];
    private readonly StringBuilder body = new();

    /// <summary>Adds a cell of text as comments.</summary>
    public void AddText(string markdown)
    {
        foreach (string line in markdown.ReplaceLineEndings("\n").Trim('\n').Split('\n'))
            foreach (string part in Wrap(line)) body.Append($"// {part}".TrimEnd()).Append('\n');
        body.Append('\n');
    }

    /// <summary>Adds a cell of statements.</summary>
    public void AddCode(string code)
    {
        string text = BlankLines().Replace(code.ReplaceLineEndings("\n"), "\n\n").Trim('\n', ' ');
        if (text.Length > 0) body.Append(text).Append("\n\n");
    }

    /// <summary>Adds a directive such as <c>using System;</c>, once.</summary>
    public void AddUsing(string directive)
    {
        if (!usings.Contains(directive)) usings.Add(directive);
    }

    /// <summary>Adds a type; a program has them after its statements.</summary>
    public void AddType(string type) => types.Add(type.ReplaceLineEndings("\n"));

    /// <summary>The whole file.</summary>
    /// <param name="directives">What <c>dotnet run</c> reads, one a line.</param>
    public string ToString(IEnumerable<string> directives)
    {
        var text = new StringBuilder().AppendJoin('\n', directives).Append("\n\n");
        text.AppendJoin('\n', usings.OrderBy(directive => directive.TrimEnd(';'), StringComparer.Ordinal)).Append('\n');
        text.Append("using static Scenes.Reporting.NotebookProgram;\n\n").Append(System.Globalization.CultureInfo.InvariantCulture, $"Start(\"{name}\");\n\n").Append(body);
        return text.AppendJoin("\n\n", types).ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>Breaks a long line at spaces; what follows a mark of a list is indented as the mark asks.</summary>
    private static IEnumerable<string> Wrap(string line)
    {
        string indent = new(' ', ListMark().Match(line).Length);
        while (line.Length > Width)
        {
            int end = line.LastIndexOf(' ', Width);
            if (end <= indent.Length) end = line.IndexOf(' ', Math.Min(Width, line.Length));
            if (end < 0) break;
            yield return line[..end];
            line = indent + line[(end + 1)..];
        }
        yield return line;
    }

    [GeneratedRegex(@"\n\s*\n(\s*\n)+|^\s+\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"^\s*([-*]|\d+\.)\s+")]
    private static partial Regex ListMark();
}
