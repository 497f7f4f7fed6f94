using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Named tensors that are copied as one: the weights and buffers of a network at one moment.</summary>
internal sealed class WeightState(SortedDictionary<string, Tensor> tensors) : IDisposable
{
    public IReadOnlyDictionary<string, Tensor> Tensors => tensors;

    /// <summary>Takes a tensor in and keeps it until disposed.</summary>
    public Tensor Add(string name, Tensor tensor) => tensors[name] = tensor.DetachFromDisposeScope();

    public WeightState Copy()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var copies = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors) copies[name] = tensor.detach().clone().DetachFromDisposeScope();
        return new WeightState(copies);
    }

    /// <summary>Takes over the values of a state of the same names and shapes.</summary>
    public void Set(IReadOnlyDictionary<string, Tensor> values)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in tensors) tensor.copy_(values[name]);
    }

    /// <summary>Moves a share of the way towards other values; whole numbers are taken over.</summary>
    public void Approach(WeightState target, double share)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in tensors)
        {
            Tensor value = target.Tensors[name];
            if (tensor.is_floating_point()) tensor.lerp_(value, share);
            else tensor.copy_(value);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in tensors.Values) tensor.Dispose();
    }
}
