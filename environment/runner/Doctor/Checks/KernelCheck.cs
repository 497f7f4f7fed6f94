namespace Scenes.Runner.Doctor.Checks;

/// <summary>The C# kernel that Jupyter starts.</summary>
internal sealed record KernelCheck() : Check("C# kernel")
{
    /// <summary>The last version that was published, as the tool manifest pins it.</summary>
    public const string Pinned = "1.0.712001";

    public override Finding Look(Surroundings at)
    {
        string? version = at.Run("dotnet", ["interactive", "--version"])?.Trim().Split('+')[0];
        if (string.IsNullOrEmpty(version)) return Hint("the .NET Interactive tool is not installed", "For Jupyter: dotnet tool restore in the checkout (nuget.org). VS Code installs its own, scenes run needs none.");
        return version == Pinned ? Good($"Microsoft.dotnet-interactive {version}") : Hint($"Microsoft.dotnet-interactive {version}; the notebooks are kept to {Pinned}", "Older versions lack C# 14; dotnet tool restore gets the pinned one.");
    }
}
