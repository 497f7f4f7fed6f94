using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scenes.Runtime;

namespace Scenes.Tests.Runner;

/// <summary>What other tools read of this repository names what is there.</summary>
public sealed partial class EnvironmentFilesTests
{
    private static string Dockerfile => Read("environment", "Dockerfile");

    [Fact]
    public void Dockerfile_Stages_BuildOnEachOther()
    {
        var known = new HashSet<string>();
        foreach (Match stage in Stage().Matches(Dockerfile))
        {
            string origin = stage.Groups["from"].Value;
            Assert.True(known.Contains(origin) || origin.StartsWith("mcr.microsoft.com/dotnet/sdk:10.0", StringComparison.Ordinal), $"stage {stage.Groups["name"].Value} builds on {origin}");
            known.Add(stage.Groups["name"].Value);
        }
        Assert.Superset(new HashSet<string> { "tools", "cpu", "cuda", "notebooks" }, known);
        Assert.All(Target().Matches(Dockerfile), match => Assert.Contains(match.Groups["name"].Value, known));
    }

    [Fact]
    public void Dockerfile_Builds_TheRunnerWithTheBackendOfTheStage()
    {
        Assert.True(File.Exists(Path.Combine(Folders.Repository, "environment", "runner", "scenes.csproj")));
        Assert.Equal(["cpu", "cuda"], Backend().Matches(Dockerfile).Select(match => match.Groups["name"].Value));
    }

    [Fact]
    public void DevContainer_PointsAtAStageOfTheDockerfile()
    {
        var build = Json(".devcontainer", "devcontainer.json")["build"]!;
        Assert.True(File.Exists(Path.Combine(Folders.Repository, ".devcontainer", (string)build["dockerfile"]!)));
        Assert.Contains((string)build["target"]!, Stage().Matches(Dockerfile).Select(match => match.Groups["name"].Value));
    }

    /// <summary>A tool of the manifest is not in every registry: no project may restore it.</summary>
    [Fact]
    public void ToolManifest_NoBuildRestoresIt()
    {
        string[] builds = ["Scenes.Lib.csproj", "environment/runner/scenes.csproj", "tests/Scenes.Tests.csproj", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];
        Assert.All(builds, file => Assert.DoesNotContain("tool restore", Read(file), StringComparison.OrdinalIgnoreCase));
    }

    private static JsonNode Json(params string[] path) =>
        JsonNode.Parse(Read(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Folders.Repository, .. path]));

    [GeneratedRegex(@"^FROM (?<from>\S+) AS (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex(@"--target (?<name>\w+)")]
    private static partial Regex Target();

    [GeneratedRegex(@"TorchBackend=(?<name>\w+)")]
    private static partial Regex Backend();
}
