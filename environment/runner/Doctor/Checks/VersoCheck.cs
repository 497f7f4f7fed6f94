namespace Scenes.Runner.Doctor.Checks;

/// <summary>Verso's command-line tool, which opens notebooks in a browser.</summary>
internal sealed record VersoCheck() : Check("Verso")
{
    public override Finding Look(Surroundings at) => at.Run("verso", ["info"]) is { Length: > 0 } said
        ? Good($"{said.Split('\n')[0].Trim()}; open copies that 'scenes export 03 --to 03-vgg16.ipynb' writes")
        : Hint("Verso is not on the search path", "Only for notebooks in Verso: dotnet tool install -g Verso.Cli; see environment/README.md.");
}
