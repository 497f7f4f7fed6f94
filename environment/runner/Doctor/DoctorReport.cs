using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Scenes.Runner.Doctor;

/// <summary>All findings of one look at the machine.</summary>
/// <param name="Findings">In the order of the checks.</param>
internal sealed record DoctorReport(IReadOnlyList<Finding> Findings)
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>1 where the notebooks do not run like this, else 0.</summary>
    public int ExitCode => Findings.Any(finding => finding.State == FindingState.Problem) ? 1 : 0;

    /// <summary>Runs every check. One that fails in a way it does not know becomes a problem of that name.</summary>
    public static DoctorReport Of(IEnumerable<Check> checks, Surroundings surroundings) => new([.. checks.Select(check =>
    {
        try
        {
            return check.Look(surroundings);
        }
        catch (Exception error)
        {
            return new Finding(check.Name, FindingState.Problem, error.Message, "Mend what the message names and run scenes doctor again.");
        }
    })]);

    public string ToJson() => JsonSerializer.Serialize(this, Layout);

    /// <summary>Prints a table and one closing line.</summary>
    public void Write(IAnsiConsole console)
    {
        var table = new Table().AddColumns("", "check", "found", "what to do").RoundedBorder();
        foreach (var finding in Findings)
            table.AddRow(Mark(finding.State), Markup.Escape(finding.Check), Markup.Escape(finding.Found), Markup.Escape(finding.ToDo));
        console.Write(table);
        int problems = Findings.Count(finding => finding.State == FindingState.Problem), hints = Findings.Count(finding => finding.State == FindingState.Hint);
        console.WriteLine(problems > 0
            ? $"{problems} of {Findings.Count} checks found a problem; begin with the first."
            : $"The notebooks run here. {hints} of {Findings.Count} checks have a hint.");
    }

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Good => "[green]ok[/]",
        FindingState.Hint => "[yellow]hint[/]",
        FindingState.Problem => "[red]problem[/]",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Known: Good, Hint, Problem."),
    };
}
