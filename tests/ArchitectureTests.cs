using System.Text.RegularExpressions;
using Scenes.Runtime;

namespace Scenes.Tests;

/// <summary>The library flows one way; this reads the sources and holds them to it.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>A folder may use those before it.</summary>
    private static readonly string[] Order =
        ["Runtime", "Imaging", "Data", "Backbones", "Features", "Training", "Evaluation", "Ensembles", "Reporting"];

    private static string Library => Path.Combine(Folders.Repository, "lib");

    public static TheoryData<string> Stages => [.. Directory.GetDirectories(Library).Select(folder => Path.GetFileName(folder)).Order()];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Stage_IsKnownAndUsesOnlyEarlierOnes(string stage)
    {
        int place = Array.IndexOf(Order, stage);
        Assert.True(place >= 0, $"lib/{stage} has no place in the order {string.Join(" < ", Order)}.");
        var wrong =
            from file in Directory.EnumerateFiles(Path.Combine(Library, stage), "*.cs", SearchOption.AllDirectories)
            from Match reference in Reference().Matches(WithoutComments(File.ReadAllText(file)))
            let other = reference.Groups["stage"].Value
            where Array.IndexOf(Order, other) > place
            select $"{Path.GetRelativePath(Library, file)} uses Scenes.{other}";
        Assert.Empty(wrong.Distinct());
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Stage_FilesDeclareItsNamespace(string stage)
    {
        var wrong =
            from file in Directory.EnumerateFiles(Path.Combine(Library, stage), "*.cs", SearchOption.AllDirectories)
            let declared = Namespace().Match(File.ReadAllText(file)).Groups["name"].Value
            where declared != $"Scenes.{stage}" && !declared.StartsWith($"Scenes.{stage}.", StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Library, file)} declares '{declared}'";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Reference_QualifiedNamesAndAliases_AreSeen()
    {
        // Guards the pattern: a test that reads sources is worth nothing where it reads past them.
        const string Source = """
            using Scenes.Data;
            using Backbone = Scenes.Backbones.Backbone;
            var x = global::Scenes.Training.Trainer.Y; // Scenes.Reporting
            """;
        var seen = Reference().Matches(WithoutComments(Source)).Select(match => match.Groups["stage"].Value);
        Assert.Equal(["Data", "Backbones", "Training"], seen);
    }

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"\bScenes\.(?<stage>[A-Z]\w*)\b")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*//.*$|\s//\s.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
