using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Evaluation;

/// <summary>
/// Grad-CAM ("Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", arXiv 1610.02391, equations 1 and 2): the channels of
/// the last map, weighted by how much the class's logit rises with each of them.
/// </summary>
/// <remarks>Difference from the paper: each map is divided by its largest value, so that maps of different images can be drawn alike.</remarks>
public static class GradCam
{
    private const int BatchSize = 16;

    /// <summary>Explains logits by a map.</summary>
    /// <param name="maps">N x C x H x W; not changed, needs no gradient.</param>
    /// <param name="rest">What follows the map: N x C x H x W to logits N x K, each image for itself.</param>
    /// <param name="classes">N class indices.</param>
    /// <returns>N x H x W, 0 to 1; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The maps are no N x C x H x W tensor, or there are not N classes from 0 to K - 1.</exception>
    public static Tensor Of(Tensor maps, Func<Tensor, Tensor> rest, IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(rest);
        ArgumentNullException.ThrowIfNull(classes);
        if (maps.dim() != 4 || maps.shape[0] != classes.Count)
            throw new ArgumentException($"Maps of shape [{string.Join(", ", maps.shape)}] and {classes.Count} classes; expected N x C x H x W and N classes.", nameof(maps));
        using var scope = NewDisposeScope();
        using var withGradient = enable_grad();
        Tensor leaf = maps.detach().clone().requires_grad_(true); // N x C x H x W
        Tensor logits = rest(leaf); // N x K
        if (classes.Any(k => k < 0 || k >= logits.shape[1]))
            throw new ArgumentException($"Classes {string.Join(", ", classes.Distinct())}; allowed: 0 to {logits.shape[1] - 1}.", nameof(classes));
        Tensor chosen = logits.gather(1, tensor(classes.Select(k => (long)k).ToArray(), device: logits.device).unsqueeze(1)).sum();
        Tensor gradient = autograd.grad([chosen], [leaf])[0]; // N x C x H x W
        using var noGradient = no_grad();
        Tensor cam = (gradient.mean([2, 3], keepdim: true) * leaf).sum(1).relu(); // N x H x W
        Tensor largest = cam.amax([1, 2], keepdim: true);
        return (cam / largest.where(largest > 0, ones_like(largest))).detach().MoveToOuterDisposeScope();
    }

    /// <summary>Explains what a network that was carried over says of some images as they are, by the last map before its pooling.</summary>
    /// <remarks>Mirror images are left out: a recipe that averages both views can predict another class than the one that its plain view says.</remarks>
    /// <param name="model">The network with its head.</param>
    /// <param name="images">Images, labelled or not; whole, as all recipes take them.</param>
    /// <param name="classes">The class to explain for each image; null: the most probable one of the plain view.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">There are not as many classes as images.</exception>
    /// <exception cref="FileNotFoundException">There are no weights, or an image is gone.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<ActivationMap> Explain(
        TransferModel model, IReadOnlyList<SceneImage> images, IReadOnlyList<int>? classes = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        if (classes is not null && classes.Count != images.Count)
            throw new ArgumentException($"{classes.Count} classes for {images.Count} images; give one for each.", nameof(classes));
        using Backbone? loaded = model.Backbone is null ? model.Pretrained.Load() : null;
        if (loaded is not null && Device.Current.IsCuda) loaded.to(Device.Current.Torch);
        Backbone network = model.Backbone ?? loaded!;
        network.eval();
        string cut = model.Backbone is null ? model.Cut : Cuts.WithLast(model.Cut, Backbone.Pooled);
        var maps = new List<ActivationMap>();
        for (int start = 0; start < images.Count; start += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            SceneImage[] batch = [.. images.Skip(start).Take(BatchSize)];
            maps.AddRange(ExplainBatch(model, network, cut, batch, classes?.Skip(start).Take(BatchSize).ToArray()));
        }
        return maps;
    }

    private static IEnumerable<ActivationMap> ExplainBatch(TransferModel model, Backbone network, string cut, SceneImage[] images, int[]? classes)
    {
        using var scope = NewDisposeScope();
        Preprocessing preprocessing = model.Recipe.PreprocessingOf(model.Pretrained);
        IReadOnlyList<Tensor> maps;
        Tensor probabilities;
        Tensor? centre = null; // N x D
        using (no_grad())
        {
            Tensor bytes = ImageBatch.Load([.. images.Select(image => image.Path)], preprocessing);
            Tensor inputs = Normalisation.Apply(bytes.to(Device.Current.Torch), preprocessing);
            maps = network.Maps(inputs, cut); // N x C x H x W each
            if (model.Recipe.Centre) centre = Means(network.Maps(CentreCrop.Of(inputs), cut));
            probabilities = Rest(maps[^1]).softmax(1).cpu(); // N x K
        }
        int[] answers = [.. probabilities.argmax(1).data<long>().Select(k => (int)k)];
        classes ??= answers;
        Tensor cam = Of(maps[^1], Rest, classes).cpu();
        return [.. images.Select((image, i) => new ActivationMap(model.Name, image.Name, classes[i], probabilities[i, classes[i]].item<float>(), classes[i] == answers[i], Grid(cam[i])))];

        Tensor Rest(Tensor last)
        {
            Tensor whole = Means(maps.SkipLast(1).Append(last)); // N x D
            return model.Head.call(centre is null ? whole : (whole + centre) / 2);
        }

        static Tensor Means(IEnumerable<Tensor> maps) => cat([.. maps.Select(map => map.mean([2, 3]))], 1);
    }

    private static double[,] Grid(Tensor cam) // H x W
    {
        var grid = new double[cam.shape[0], cam.shape[1]];
        double[] values = cam.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        Buffer.BlockCopy(values, 0, grid, 0, values.Length * sizeof(double));
        return grid;
    }
}
