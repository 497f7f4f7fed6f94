namespace Scenes.Runner.Doctor.Checks;

/// <summary>The variables that every notebook reads: seed, threads, number format.</summary>
internal sealed record SettingsCheck() : Check("settings")
{
    public override Finding Look(Surroundings at)
    {
        try
        {
            at.ReadSettings();
            return Good("every SCENES_ variable can be read");
        }
        catch (ArgumentException error)
        {
            return Problem(error.Message, "Set the variable to what the message allows, or unset it.");
        }
    }
}
