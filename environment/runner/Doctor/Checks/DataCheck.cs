using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Runner.Doctor.Checks;

/// <summary>The images that the notebooks open.</summary>
internal sealed record DataCheck() : Check("data")
{
    public override Finding Look(Surroundings at)
    {
        string? wanted = at.Variable(Folders.DataVariable);
        if (string.IsNullOrWhiteSpace(wanted) || wanted == DataLocation.Sample)
        {
            return Directory.Exists(Path.Combine(at.Repository, "data", DataLocation.Intel))
                ? Hint("the built-in sample; the Intel photographs are there, too", $"Set {Folders.DataVariable}=intel to work on the photographs.")
                : Good("the built-in sample, drawn on first use; 'scenes fetch intel' gets photographs");
        }
        try
        {
            return Good($"{Folders.DataVariable}={wanted}: {at.OpenSet(wanted)}");
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Problem($"{Folders.DataVariable}={wanted}: {error.Message}", $"Name a folder with one folder per class, or unset {Folders.DataVariable} for the built-in sample.");
        }
    }
}
