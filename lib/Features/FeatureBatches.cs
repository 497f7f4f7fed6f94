using TorchSharp;

namespace Scenes.Features;

/// <summary>How the features of a list of images are computed, from any image on.</summary>
/// <param name="RowShape">The shape of one image's features: D, or C x H x W.</param>
/// <param name="From">Batches of features (B x row shape, on the CPU) in the order of the list, beginning with the image of the given index.
/// The caller disposes them.</param>
public sealed record FeatureBatches(IReadOnlyList<long> RowShape, Func<int, IEnumerable<torch.Tensor>> From);
