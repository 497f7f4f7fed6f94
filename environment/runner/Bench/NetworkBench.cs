using System.Diagnostics;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Runtime;
using Scenes.Runtime.Processor;
using TorchSharp;

namespace Scenes.Runner.Bench;

/// <summary>Times the plain way to features against ours, end to end from files, in turn: A B A B.</summary>
/// <param name="images">The pictures to compute features of.</param>
/// <param name="repeats">Pairs of runs for each network and size.</param>
/// <param name="precision">Number format of our way; the fastest of this machine where null.</param>
internal sealed class NetworkBench(IReadOnlyList<SceneImage> images, int repeats, Precision? precision)
{
    private const int PlainBatch = 32;

    /// <summary>One row of the table.</summary>
    /// <param name="Network">Name of the network.</param>
    /// <param name="Size">Width and height of its input in pixels.</param>
    /// <param name="Weights">imagenet, how many tensors of it are random because the file lacks them, or random where there is no file.</param>
    /// <param name="Plain">Images a second of the plain way, the median of the runs.</param>
    /// <param name="Ours">Images a second of ours.</param>
    /// <param name="Ratio">The median over the pairs of ours divided by plain.</param>
    /// <param name="Fusing">The median over the pairs of ours divided by ours where sums and activations are steps of their own and libtorch computes every convolution; null where this machine cannot fuse them.</param>
    /// <param name="Cosine">Mean over the images of the cosine between both feature vectors.</param>
    /// <param name="Precision">Number format of ours.</param>
    /// <param name="Peak">Billions of floating-point operations a second of a matrix product in that precision, measured right after: a machine's speed drifts.</param>
    /// <param name="PeakShare">
    /// Floating-point operations a second of ours over that peak. They are those of plain sums; Winograd's algorithm has fewer, so that this may pass 1.
    /// </param>
    internal sealed record Row(
        string Network, int Size, string Weights, double Plain, double Ours, double Ratio, double? Fusing, double Cosine, string Precision, double Peak, double PeakShare);

    /// <summary>Measures one network at one input size, with random weights where its file is missing.</summary>
    public Row Measure(Pretrained pretrained, int size)
    {
        string scratch = Directory.CreateTempSubdirectory("scenes-bench-").FullName;
        try
        {
            pretrained = pretrained.Exists ? AllowIncomplete(pretrained) : WithRandomWeights(pretrained, scratch);
            Preprocessing preprocessing = pretrained.Preprocessing with { ImageSize = size, ResizeTo = size, ResizeMode = ResizeMode.Squash };
            var source = new FeatureSource(pretrained) { Preprocessing = preprocessing, Precision = precision, Stored = Precision.Float32 };
            using Backbone network = pretrained.Load();
            network.to(Device.Current.Torch);
            using FrozenNetwork frozen = source.Open();
            using FrozenNetwork? apart = FrozenNetwork.CanFuse(frozen.Precision)
                ? new FrozenNetwork(network, preprocessing, source.Cut, source.Pooled, precision, fuse: false)
                : null;
            FeatureKey key = source.Key(images); // reads the whole weights file, which neither way has to do in every run

            List<double> plainSpeeds = [], ourSpeeds = [], apartSpeeds = [];
            double cosine = 0;
            for (int run = 0; run <= repeats; run++) // the first pair warms up
            {
                MemoryReuse.Disable(); // TorchSharp as it comes
                double plain = Time(() => RunPlain(network, preprocessing, scratch), out torch.Tensor expected);
                MemoryReuse.Enable();
                double ours = Time(() => RunOurs(key, frozen, Path.Combine(scratch, $"{run}")), out torch.Tensor actual);
                using (expected)
                using (actual)
                    cosine = MeanCosine(expected, actual);
                double unfused = double.NaN;
                if (apart is not null)
                {
                    unfused = Time(() => RunOurs(key with { Fused = false, Winograd = false }, apart, Path.Combine(scratch, $"{run}")), out torch.Tensor others);
                    others.Dispose();
                }
                if (run == 0) continue;
                plainSpeeds.Add(images.Count / plain);
                ourSpeeds.Add(images.Count / ours);
                apartSpeeds.Add(images.Count / unfused);
            }
            double peak = MachinePeak.Speed(frozen.Precision), speed = Timing.Median(ourSpeeds);
            double operations = 2 * Macs(network, size) * speed / 1e9;
            return new Row(pretrained.Spec.Name, size, Describe(pretrained, scratch), Timing.Median(plainSpeeds), speed,
                MedianRatio(ourSpeeds, plainSpeeds), apart is null ? null : MedianRatio(ourSpeeds, apartSpeeds), cosine, frozen.Precision.ShortName(),
                peak, operations / peak);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>What a first version does: decode a batch, then compute it, eager, fp32, N x C x H x W, batch norm as it is; save at the end.</summary>
    private torch.Tensor RunPlain(Backbone network, Preprocessing preprocessing, string folder)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var batches = new List<torch.Tensor>();
        foreach (SceneImage[] batch in images.Chunk(PlainBatch))
        {
            using var step = torch.NewDisposeScope();
            torch.Tensor bytes = torch.stack(batch.Select(image => Plain(image.Path, preprocessing)));
            batches.Add(network.Features(Normalisation.Apply(bytes.to(Device.Current.Torch), preprocessing)).MoveToOuterDisposeScope());
        }
        torch.Tensor features = torch.cat(batches).cpu();
        SafetensorsFile.Write(Path.Combine(folder, "plain.safetensors"), new Dictionary<string, torch.Tensor> { ["features"] = features });
        return features.MoveToOuterDisposeScope();
    }

    private static torch.Tensor Plain(string path, Preprocessing preprocessing)
    {
        RgbImage image = Resizer.Resize(ImageFile.Decode(path), preprocessing.ImageSize, preprocessing.ImageSize, preprocessing.Interpolation);
        return torch.tensor(image.Pixels, [image.Height, image.Width, 3]).permute(2, 0, 1);
    }

    private torch.Tensor RunOurs(FeatureKey key, FrozenNetwork network, string folder)
    {
        string[] paths = [.. images.Select(image => image.Path)];
        var cache = new FeatureCache(folder);
        using FeatureSet set = cache.GetOrCompute(key, () => new FeatureBatches(network.RowShape, start => network.Stream(paths[start..])));
        return set.All();
    }

    /// <summary>A layer that a file lacks starts random: its speed is the same.</summary>
    private static Pretrained AllowIncomplete(Pretrained pretrained)
    {
        using Backbone network = Backbone.Create(pretrained.Spec.Name);
        return pretrained.AllowMissing([.. network.state_dict().Keys]);
    }

    private static string Describe(Pretrained pretrained, string scratch)
    {
        if (Path.GetDirectoryName(pretrained.WeightsPath) == scratch) return "random";
        int random = pretrained.LeaveOut.Count - pretrained.Spec.ClassifierKeys.Count;
        return random == 0 ? "imagenet" : $"imagenet, {random} tensors random";
    }

    private static Pretrained WithRandomWeights(Pretrained pretrained, string folder)
    {
        using Backbone network = Backbone.Create(pretrained.Spec.Name);
        Pretrained random = pretrained with { WeightsPath = Path.Combine(folder, $"{pretrained.Spec.Name}.safetensors") };
        SafetensorsFile.Write(random.WeightsPath, network.state_dict());
        return random;
    }

    private static double Time(Func<torch.Tensor> run, out torch.Tensor result)
    {
        var watch = Stopwatch.StartNew();
        result = run();
        return watch.Elapsed.TotalSeconds;
    }

    private static double MedianRatio(List<double> ours, List<double> others) => Timing.Median(ours.Zip(others, (mine, other) => mine / other));

    private static double MeanCosine(torch.Tensor expected, torch.Tensor actual)
    {
        using var scope = torch.NewDisposeScope();
        return torch.nn.functional.cosine_similarity(expected, actual, dim: 1).mean().item<float>();
    }

    private static double Macs(Backbone network, int size) => network.Describe(size, size).Sum(layer => (double)layer.Macs);
}
