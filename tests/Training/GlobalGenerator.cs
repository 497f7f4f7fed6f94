namespace Scenes.Tests.Training;

/// <summary>Tests that draw first weights or dropout from torch's global generator run alone: another test's draw would change theirs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalGenerator
{
    public const string Name = "torch's global generator";
}
