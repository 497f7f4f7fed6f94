using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>One weight that learns: the parameter that the network computes with, and the fp32 master that is updated (the same tensor in fp32).</summary>
internal sealed record TrainedWeight(string Name, Parameter Working, Tensor Master, bool Decays)
{
    public bool IsSplit { get; } = Working.dtype != Master.dtype;
}
