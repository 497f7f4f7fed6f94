using Scenes.Backbones.Layers;
using static TorchSharp.torch;

namespace Scenes.Backbones.Fusion;

/// <summary>
/// The way of the data through a folded network, in as few passes over memory as oneDNN allows: the maps of <see cref="Backbone.Maps"/>, for
/// inference on a CPU. They differ as sums in another order do (by some 1e-6 of the largest value in fp32), and a reduced format rounds the sum
/// of a residual block once instead of twice.
/// </summary>
internal sealed class FusedNetwork : IDisposable
{
    private readonly Backbone network;
    private readonly FusedStep[] steps;
    private readonly int[] outputs;

    private FusedNetwork(Backbone network, FusedStep[] steps, int[] outputs) => (this.network, this.steps, this.outputs) = (network, steps, outputs);

    /// <summary>Passes over memory, of one convolution, pool or join each.</summary>
    public int StepCount => steps.Length;

    /// <summary>Lists the steps of a network.</summary>
    /// <param name="network">
    /// A folded network on the CPU, in fp32; it stays the caller's. Its layers may be put into channels-last order, as they must be, and into
    /// another number format afterwards.
    /// </param>
    /// <param name="cut">The stage whose map is wanted, or several; see <see cref="Cuts"/>.</param>
    public static FusedNetwork Of(Backbone network, string cut)
    {
        int size = network.Spec.MinimumSize;
        (IReadOnlyList<TracedStep> traced, int[] maps) = NetworkInspector.Trace(network, NetworkInspector.Leaves(network), [1, 3, size, size], image => network.Maps(image, cut));
        (FusedStep[] steps, int[] outputs) = FusionPlan.Of(traced, maps);
        return new FusedNetwork(network, steps, outputs);
    }

    /// <summary>The maps at the cut.</summary>
    /// <param name="input">N x 3 x H x W in channels-last order, in the number format of the first stage.</param>
    /// <returns>N x C x H' x W' for each stage of the cut, from early to late; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The input has another shape or is too small.</exception>
    public IReadOnlyList<Tensor> Maps(Tensor input) => Maps(input, (step, sources) => step.Run(sources));

    /// <summary>The maps at the cut, with each step run by somebody who measures it.</summary>
    /// <param name="input">As above.</param>
    /// <param name="run">Gets a step and what goes in, and gives what the step makes of it.</param>
    internal IReadOnlyList<Tensor> Maps(Tensor input, Func<FusedStep, Tensor[], Tensor> run)
    {
        network.CheckInput(input);
        using var scope = NewDisposeScope();
        var results = new Tensor[steps.Length];
        foreach ((int index, FusedStep step) in steps.Index())
        {
            results[index] = run(step, [.. step.Sources.Select(source => source < 0 ? input : results[source])]);
            foreach (int unneeded in step.LastUses) results[unneeded].Dispose();
        }
        return [.. outputs.Select(output => results[output].MoveToOuterDisposeScope())];
    }

    /// <summary>Gives back what the convolutions prepared; the network stays.</summary>
    public void Dispose()
    {
        foreach (FusedStep step in steps) step.Convolution?.Dispose();
    }
}
