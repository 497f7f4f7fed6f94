using Scenes.Features;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>
/// The weights of a network while it is trained or asked. In bf16 every convolution and linear layer computes with a bf16 copy, while the fp32
/// masters are updated, averaged and stored; disposing gives the network its fp32 weights back, frozen ones bit for bit.
/// </summary>
internal sealed class NetworkWeights : IDisposable
{
    private readonly nn.Module network;
    private readonly Dictionary<string, Tensor> masters = new(StringComparer.Ordinal);
    private readonly List<nn.Module> converted = [];

    public NetworkWeights(nn.Module network, TrainingOptions options)
    {
        this.network = network;
        var learning = network.named_parameters().Where(row => row.parameter.requires_grad).Select(row => row.name).ToHashSet(StringComparer.Ordinal);
        if (options.Precision != Precision.Float32) Convert(options.Precision.ScalarType());

        var trained = new List<TrainedWeight>();
        var state = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Parameter working) in network.named_parameters())
        {
            if (!learning.Contains(name)) continue;
            working.requires_grad = true;
            Tensor master = masters.GetValueOrDefault(name, working);
            trained.Add(new TrainedWeight(name, working, master, options.DecayVectors || working.dim() > 1));
            state[name] = master;
        }
        foreach ((string name, Tensor buffer) in network.named_buffers()) state[name] = buffer;
        Trained = trained;
        State = new WeightState(state);
    }

    public IReadOnlyList<TrainedWeight> Trained { get; }

    /// <summary>The live fp32 masters and buffers, by name; frozen weights are not among them.</summary>
    public WeightState State { get; }

    /// <summary>Replaces the state and refreshes the working copies.</summary>
    public void Set(IReadOnlyDictionary<string, Tensor> values)
    {
        State.Set(values);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (TrainedWeight weight in Trained)
            if (weight.IsSplit) weight.Working.copy_(weight.Master);
    }

    public void Dispose()
    {
        network.zero_grad(true);
        if (converted.Count == 0) return;
        var learning = Trained.Select(weight => weight.Name).ToHashSet(StringComparer.Ordinal);
        foreach (nn.Module layer in converted) layer.to(ScalarType.Float32);
        using var noGradient = no_grad();
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            if (masters.TryGetValue(name, out Tensor? master)) parameter.copy_(master);
            parameter.requires_grad = learning.Contains(name);
        }
        foreach (Tensor master in masters.Values) master.Dispose();
    }

    /// <summary>Only layers with a matrix or a kernel are converted; batch norm, whose parameters are vectors, stays in fp32.</summary>
    private void Convert(ScalarType type)
    {
        using var noGradient = no_grad();
        foreach ((string prefix, nn.Module layer) in network.named_modules().Where(row => IsProduct(row.Item2)).DistinctBy(row => row.Item2))
        {
            foreach ((string name, Parameter parameter) in layer.named_parameters())
                masters[$"{prefix}.{name}"] = parameter.detach().clone().DetachFromDisposeScope();
            layer.to(type);
            converted.Add(layer);
        }
    }

    private static bool IsProduct(nn.Module module) => !module.children().Any() && module.parameters().Any(parameter => parameter.dim() > 1);
}
