using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Layers;

/// <summary>
/// Follows one forward pass: which layer or operation made which tensor from which. Layers are watched by hooks, what lies between them
/// by <see cref="Operations"/>. What happens inside a watched layer is not listed.
/// </summary>
internal sealed class NetworkTrace : IDisposable
{
    [ThreadStatic]
    private static NetworkTrace? current;

    private readonly Dictionary<Tensor, int> makers = new(ReferenceEqualityComparer.Instance);
    private readonly List<Action> removals = [];
    private readonly List<TracedStep> steps = [];
    private int depth;

    /// <param name="watched">Layers to list, by name.</param>
    public NetworkTrace(IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> watched)
    {
        if (current is not null) throw new InvalidOperationException("A trace is already running on this thread.");
        foreach (var (name, layer) in watched) Watch(name, layer);
        current = this;
    }

    /// <summary>The trace that runs on this thread.</summary>
    public static NetworkTrace? Current => current;

    /// <summary>What was seen so far, in order of execution.</summary>
    public IReadOnlyList<TracedStep> Steps => steps;

    /// <summary>The steps that made these tensors; -1 for the input of the pass.</summary>
    public int[] Sources(params Tensor[] tensors) => [.. tensors.Select(tensor => makers.GetValueOrDefault(tensor, -1))];

    /// <summary>Lists an operation between layers.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="result">What it made.</param>
    /// <param name="sources">The steps that made its inputs.</param>
    /// <param name="replay">Does the same with other inputs and leaves those as they are.</param>
    public void Operation(string kind, Tensor result, int[] sources, Func<Tensor[], Tensor> replay)
    {
        if (depth == 0) Add(kind, null, result, sources, replay);
    }

    public void Dispose()
    {
        current = null;
        foreach (var remove in removals) remove();
    }

    private void Watch(string name, Module<Tensor, Tensor> layer)
    {
        int[] sources = [];
        var before = layer.register_forward_pre_hook((_, input) =>
        {
            if (depth++ == 0) sources = Sources(input);
            return input;
        });
        var after = layer.register_forward_hook((_, _, output) =>
        {
            if (--depth == 0) Add(name, layer, output, sources, inputs => layer.call(inputs[0]));
            return output;
        });
        removals.Add(before.remove);
        removals.Add(after.remove);
    }

    private void Add(string name, Module<Tensor, Tensor>? layer, Tensor result, int[] sources, Func<Tensor[], Tensor> replay)
    {
        makers[result] = steps.Count;
        steps.Add(new TracedStep(name, layer, result.shape, sources, replay));
    }
}
