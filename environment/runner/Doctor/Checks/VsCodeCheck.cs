namespace Scenes.Runner.Doctor.Checks;

/// <summary>VS Code and its extension for C# notebooks.</summary>
internal sealed record VsCodeCheck() : Check("VS Code")
{
    private const string Extension = "ms-dotnettools.dotnet-interactive-vscode";

    private static string Program => OperatingSystem.IsWindows() ? "code.cmd" : "code";

    public override Finding Look(Surroundings at)
    {
        if (at.Run(Program, ["--list-extensions"]) is not { } extensions) return Hint("VS Code is not on the search path", "Only for notebooks in an editor; environment/README.md lists what opens them.");
        return extensions.Split('\n').Any(line => line.Trim().Equals(Extension, StringComparison.OrdinalIgnoreCase))
            ? Good("the Polyglot Notebooks extension is installed; it is deprecated and still works")
            : Hint("VS Code has no extension for C# notebooks", $"code --install-extension {Extension} (deprecated), or Verso; see environment/README.md.");
    }
}
