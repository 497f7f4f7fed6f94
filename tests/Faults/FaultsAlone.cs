namespace Scenes.Tests.Faults;

/// <summary>Fault tests run one after the other and alone: they measure memory, fill disks and start processes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultsAlone
{
    public const string Name = "faults";
}
