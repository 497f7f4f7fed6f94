namespace Scenes.Runner.Doctor.Checks;

/// <summary>libtorch: one tensor, added up.</summary>
internal sealed record NativesCheck() : Check("native libraries")
{
    public override Finding Look(Surroundings at)
    {
        const double Expected = 6;
        try
        {
            double sum = at.SumOfSixOnes();
            return sum == Expected ? Good("libtorch is loaded; six ones add up to 6") : Problem($"six ones add up to {sum:R}", Rebuild);
        }
        catch (Exception error) // the loader throws what the platform gives, wrapped by static constructors
        {
            return Problem($"libtorch cannot be loaded: {error.GetBaseException().Message}", Rebuild);
        }
    }

    public static string Rebuild =>
        "Delete bin/ and obj/ and build again on this machine (dotnet build environment/runner): the native libraries are those of one platform. "
        + "On Windows install the Visual C++ redistributable.";
}
