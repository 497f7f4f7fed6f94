namespace Scenes.Runner.Doctor.Checks;

/// <summary>The variables that every notebook reads: seed, threads, number format, limit of the cache.</summary>
internal sealed record SettingsCheck() : Check("settings")
{
    public override Finding Look(Surroundings at)
    {
        try
        {
            at.ReadSettings();
            return Good("SCENES_SEED, SCENES_THREADS, SCENES_PRECISION and SCENES_CACHE_LIMIT can be read");
        }
        catch (ArgumentException error)
        {
            return Problem(error.Message, "Set the variable to what the message allows, or unset it.");
        }
    }
}
