using static TorchSharp.torch.nn;

namespace Scenes.Training;

/// <summary>Which weights of a network learn. A weight learns if it requires a gradient.</summary>
public static class Freezing
{
    /// <summary>Stops all weights of a network or part of one from learning.</summary>
    /// <param name="part">Any module.</param>
    public static void Freeze(Module part) => SetLearning(part, false);

    /// <summary>Lets all weights of a network or part of one learn.</summary>
    /// <param name="part">Any module.</param>
    public static void Open(Module part) => SetLearning(part, true);

    /// <summary>Sets what learns to training mode and what is frozen, batch norm and dropout inside it included, to inference mode.</summary>
    /// <param name="network">Any module. A part is frozen if it has weights and none of them learns.</param>
    public static void EnterTrainingMode(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.train();
        StopFrozen(network);
    }

    private static void StopFrozen(Module part)
    {
        if (part.parameters().Any() && part.parameters().All(weight => !weight.requires_grad))
        {
            part.eval();
            return;
        }
        foreach (Module child in part.children()) StopFrozen(child);
    }

    private static void SetLearning(Module part, bool learns)
    {
        ArgumentNullException.ThrowIfNull(part);
        foreach (var weight in part.parameters()) weight.requires_grad = learns;
    }
}
