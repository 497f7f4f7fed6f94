using System.Diagnostics;
using Scenes.Backbones;
using Scenes.Backbones.Fusion;
using TorchSharp;

namespace Scenes.Runner.Bench;

/// <summary>Where the time of a frozen network goes, layer by layer, and what Winograd's algorithm brings there. In fp32 on the CPU, with random weights: they do not change the speed.</summary>
/// <param name="images">Images at once.</param>
/// <param name="repeats">Runs; the median of each layer counts.</param>
internal sealed class LayerBench(int images, int repeats)
{
    private const int WarmUps = 2;

    /// <summary>Layers of the same kind on maps of the same size.</summary>
    /// <param name="Layer">Kernel, stride, channels, and what the convolution adds; or "no convolution".</param>
    /// <param name="Map">C x H x W of what goes in.</param>
    /// <param name="Count">Number of these layers.</param>
    /// <param name="Milliseconds">Time of all of them.</param>
    /// <param name="Share">Of the network's time.</param>
    /// <param name="Speed">Billions of floating-point operations a second, those of plain sums; null where it is no convolution.</param>
    /// <param name="Winograd">Time of oneDNN over time of Winograd's algorithm, both on the same map in turn; null where oneDNN computes the layer.</param>
    internal sealed record Row(string Layer, string Map, int Count, double Milliseconds, double Share, double? Speed, double? Winograd);

    /// <summary>Measures one network at one input size.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="size">Width and height of its input in pixels.</param>
    /// <param name="widthFactor">Share of the channels.</param>
    public IReadOnlyList<Row> Measure(BackboneSpec spec, int size, double widthFactor = 1)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using Backbone network = Backbone.Create(spec.Name, widthFactor: widthFactor);
        Folding.Fold(network);
        using FusedNetwork fused = FusedNetwork.Of(network, Backbone.Pooled);
        ChannelsLast.Convert(network);
        torch.Tensor input = ChannelsLast.Convert(torch.randn(images, 3, size, size));

        var layers = new Dictionary<FusedStep, Timed>(ReferenceEqualityComparer.Instance);
        for (int run = 0; run < WarmUps + repeats; run++)
        {
            if (run == WarmUps) layers.Clear();
            using var maps = torch.NewDisposeScope();
            fused.Maps(input, (step, sources) => Run(step, sources, layers));
        }
        double whole = layers.Values.Sum(layer => layer.Median);
        return
        [
            .. layers.Values.GroupBy(layer => (layer.Name, layer.Map)).Select(alike => new Row(
                alike.Key.Name, alike.Key.Map, alike.Count(), alike.Sum(layer => layer.Median) * 1e3, alike.Sum(layer => layer.Median) / whole,
                alike.First().Operations is { } operations ? operations * alike.Count() / alike.Sum(layer => layer.Median) / 1e9 : null,
                alike.First().OneDnn.Count > 0 ? alike.Sum(layer => Timing.Median(layer.OneDnn)) / alike.Sum(layer => layer.Median) : null)),
        ];
    }

    private static torch.Tensor Run(FusedStep step, torch.Tensor[] sources, Dictionary<FusedStep, Timed> layers)
    {
        torch.Tensor map = sources[0];
        string shape = string.Join(" x ", map.shape[1..]);
        var watch = Stopwatch.StartNew();
        torch.Tensor result = step.Run(sources);
        double seconds = watch.Elapsed.TotalSeconds;
        if (!layers.TryGetValue(step, out Timed? layer)) layers.Add(step, layer = new Timed(Name(step), shape, Operations(step, result)));
        layer.Ours.Add(seconds);
        if (step is not { Sources.Length: 1, Convolution: { } convolution } || !convolution.UsesWinograd(map)) return result;
        watch.Restart();
        convolution.RunByOneDnn(map).Dispose();
        layer.OneDnn.Add(watch.Elapsed.TotalSeconds);
        return result;
    }

    private static string Name(FusedStep step)
    {
        if (step.Convolution?.Layer is not { } layer) return "no convolution";
        long filters = layer.weight.shape[0], channels = layer.weight.shape[1] * layer.groups;
        string kernel = $"{layer.weight.shape[2]} x {layer.weight.shape[3]}";
        string stride = layer.stride![0] == 1 ? "" : $", stride {layer.stride[0]}", groups = layer.groups == 1 ? "" : $", {layer.groups} groups";
        return $"{kernel}, {channels} to {filters}{stride}{groups}{(step.Sources.Length > 1 ? ", with a sum" : "")}";
    }

    private static double? Operations(FusedStep step, torch.Tensor result) =>
        step.Convolution?.Layer is { } layer ? 2.0 * result.numel() * layer.weight.shape[1..].Aggregate((product, side) => product * side) : null;

    /// <summary>One layer, with its seconds of every run.</summary>
    private sealed record Timed(string Name, string Map, double? Operations)
    {
        public List<double> Ours { get; } = [];

        public List<double> OneDnn { get; } = [];

        public double Median => Timing.Median(Ours);
    }
}
