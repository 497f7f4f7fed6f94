namespace Scenes.Tests.Faults;

/// <summary>Fault tests run one after the other and alone: they measure memory, fill disks and start processes. They share one table of counts.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultsAlone : ICollectionFixture<FaultTable>
{
    public const string Name = "faults";
}
