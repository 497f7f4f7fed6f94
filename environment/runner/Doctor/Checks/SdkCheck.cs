using System.Text.Json.Nodes;

namespace Scenes.Runner.Doctor.Checks;

/// <summary>The .NET SDK that global.json asks for.</summary>
internal sealed record SdkCheck() : Check("SDK")
{
    private const string Download = "Install the .NET SDK 10 from https://dotnet.microsoft.com/download.";

    public override Finding Look(Surroundings at)
    {
        if (at.Run("dotnet", ["--version"])?.Trim() is not { Length: > 0 } answer) return Problem("dotnet was not found, or has no SDK that global.json allows", Download);
        return Parse(answer) >= Wanted(at) ? Good($".NET SDK {answer}") : Problem($".NET SDK {answer}; global.json asks for {Wanted(at)} or later", Download);
    }

    private static Version Wanted(Surroundings at)
    {
        string path = Path.Combine(at.Repository, "global.json");
        return File.Exists(path) && JsonNode.Parse(File.ReadAllText(path))?["sdk"]?["version"] is { } version ? Parse((string)version!) : new Version(10, 0);
    }

    /// <summary>A version without the mark of a preview.</summary>
    private static Version Parse(string text) => Version.TryParse(text.Split('-')[0], out var version) ? version : new Version();
}
