using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Listens to the layers of a network while a set passes through it. Disposing takes its ears off again.</summary>
internal sealed class LayerObserver : IDisposable
{
    private readonly List<Action> removals = [];
    private readonly List<Watched> order = [];
    private Watched? last;

    public LayerObserver(nn.Module network)
    {
        foreach ((string name, nn.Module module) in network.named_modules().DistinctBy(row => row.Item2))
        {
            if (module is not nn.Module<Tensor, Tensor> layer) continue;
            if (layer is Conv2d or Linear)
            {
                Parameter weight = layer is Conv2d convolution ? convolution.weight! : ((Linear)layer).weight!;
                var watched = new Watched(name, weight);
                removals.Add(layer.register_forward_hook((_, _, output) => Hear(watched, output)).remove);
            }
            else if (layer is ReLU)
            {
                removals.Add(layer.register_forward_hook((_, _, output) => HearRelu(output)).remove);
            }
        }
    }

    /// <summary>Stops listening, then adds what a backward pass gives: gradient norms by parameter name.</summary>
    public IReadOnlyList<LayerDiagnosis> Finish(Func<Dictionary<string, double>> gradients)
    {
        Dispose();
        Dictionary<string, double> norms = gradients();
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        return [.. order.Select(layer => new LayerDiagnosis(
            layer.Name, layer.Weight.norm().item<float>(), norms.GetValueOrDefault($"{layer.Name}.weight"), (int)layer.Weight.shape[0],
            layer.Alive?.Count(alive => !alive), layer.Deviation()))];
    }

    public void Dispose()
    {
        foreach (Action remove in removals) remove();
        removals.Clear();
    }

    private Tensor Hear(Watched layer, Tensor output)
    {
        last = layer;
        if (!order.Contains(layer)) order.Add(layer);
        using var scope = NewDisposeScope();
        Tensor units = ByUnit(output).to(ScalarType.Float64); // C x all else
        layer.Add(units.shape[1], units.sum(1).cpu().data<double>().ToArray(), units.square().sum(1).cpu().data<double>().ToArray());
        return output;
    }

    /// <summary>A ReLU belongs to the layer before it in the forward pass, if it has as many units.</summary>
    private Tensor HearRelu(Tensor output)
    {
        if (last is not { } layer) return output;
        using var scope = NewDisposeScope();
        bool[] alive = ByUnit(output).gt(0).any(1).cpu().data<bool>().ToArray();
        if (alive.Length == layer.Weight.shape[0]) layer.Alive = layer.Alive is null ? alive : [.. layer.Alive.Zip(alive, (a, b) => a || b)];
        return output;
    }

    private static Tensor ByUnit(Tensor output) => output.detach().transpose(0, 1).flatten(1); // N x C x ... to C x all else

    /// <summary>One layer and sums over its outputs.</summary>
    private sealed class Watched(string name, Parameter weight)
    {
        private readonly double[] sums = new double[weight.shape[0]], squares = new double[weight.shape[0]];
        private long count;

        public string Name { get; } = name;

        public Parameter Weight { get; } = weight;

        public bool[]? Alive { get; set; }

        public void Add(long values, double[] valueSums, double[] valueSquares)
        {
            count += values;
            for (int unit = 0; unit < sums.Length; unit++)
            {
                sums[unit] += valueSums[unit];
                squares[unit] += valueSquares[unit];
            }
        }

        public double Deviation() => sums.Zip(squares, (sum, square) => Math.Sqrt(Math.Max(0, (square / count) - (sum / count * (sum / count))))).Average();
    }
}
