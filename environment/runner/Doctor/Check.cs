namespace Scenes.Runner.Doctor;

/// <summary>Looks at one thing that the notebooks need.</summary>
/// <param name="Name">Names it in the table.</param>
internal abstract record Check(string Name)
{
    /// <summary>Every check, in the order in which one thing needs another. CUDA is initialised before the first tensor, so the device comes first.</summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        new Checks.SdkCheck(), new Checks.DeviceCheck(), new Checks.NativesCheck(), new Checks.DiskCheck(), new Checks.SettingsCheck(), new Checks.DataCheck(), new Checks.WeightsCheck(),
        new Checks.KernelCheck(), new Checks.KernelspecCheck(), new Checks.VsCodeCheck(), new Checks.VersoCheck(), new Checks.BrowserCheck(),
    ];

    /// <summary>Looks; changes nothing.</summary>
    public abstract Finding Look(Surroundings at);

    protected Finding Good(string found) => new(Name, FindingState.Good, found, "");

    protected Finding Hint(string found, string toDo) => new(Name, FindingState.Hint, found, toDo);

    protected Finding Problem(string found, string toDo) => new(Name, FindingState.Problem, found, toDo);
}
