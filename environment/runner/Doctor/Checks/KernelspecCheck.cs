using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scenes.Runner.Doctor.Checks;

/// <summary>Whether Jupyter knows the C# kernel.</summary>
internal sealed record KernelspecCheck() : Check("Jupyter")
{
    private const string Kernel = ".net-csharp";

    public override Finding Look(Surroundings at)
    {
        if (at.Run("jupyter", ["kernelspec", "list", "--json"]) is not { } answer) return Hint("Jupyter is not installed", "Only for notebooks in a browser: install Jupyter, see environment/README.md.");
        return Knows(answer)
            ? Good($"the kernel {Kernel} is registered")
            : Hint($"Jupyter has no kernel {Kernel}", "dotnet tool restore, then dotnet interactive jupyter install.");
    }

    private static bool Knows(string answer)
    {
        try
        {
            return JsonNode.Parse(answer)?["kernelspecs"]?[Kernel] is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
