namespace Scenes.Tests.Faults;

/// <summary>Fault tests that measure this process's memory, fill disks or change permissions run one after the other and alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultsAlone
{
    public const string Name = "faults";
}
