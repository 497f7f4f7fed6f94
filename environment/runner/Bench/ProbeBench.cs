using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Training;

namespace Scenes.Runner.Bench;

/// <summary>What a fast number format costs: the validation accuracy of a linear head on features computed in fp32 and in the faster format.</summary>
/// <param name="dataset">The images with their split; the test images are not touched.</param>
/// <param name="size">Width and height of the input in pixels.</param>
/// <param name="precision">The format to compare with fp32.</param>
internal sealed class ProbeBench(SceneDataset dataset, int size, Precision precision)
{
    /// <summary>One row of the table.</summary>
    /// <param name="Network">Name of the network.</param>
    /// <param name="Cut">The stage whose mean is the feature vector.</param>
    /// <param name="Images">Validation images.</param>
    /// <param name="Float32">Accuracy on them with features computed in fp32.</param>
    /// <param name="Reduced">Accuracy with those computed in the other format.</param>
    /// <param name="Changed">Predictions that differ between both.</param>
    /// <param name="Seconds">Time to fit the head on the features in fp32, every strength of the pull to 0 together.</param>
    internal sealed record Row(string Network, string Cut, int Images, double Float32, double Reduced, int Changed, double Seconds)
    {
        /// <summary>Accuracy lost; negative where the other format is better.</summary>
        public double Lost => Float32 - Reduced;
    }

    /// <summary>Measures one network.</summary>
    /// <param name="network">The network with its weights.</param>
    /// <param name="cut">The stage whose mean is the feature vector; null for the network's own.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public Row Measure(Pretrained network, string? cut, CancellationToken cancellation)
    {
        Preprocessing preprocessing = network.Preprocessing with { ImageSize = size, ResizeTo = size, ResizeMode = ResizeMode.Squash };
        var source = new FeatureSource(network) { Preprocessing = preprocessing, Cut = cut ?? Backbone.Pooled };
        var exact = Probe(source with { Precision = Precision.Float32 }, cancellation);
        var reduced = Probe(source with { Precision = precision }, cancellation);
        int changed = exact.Said.Zip(reduced.Said).Count(pair => pair.First != pair.Second);
        return new Row(network.Spec.Name, source.Cut, dataset.Validation.Count, exact.Accuracy, reduced.Accuracy, changed, exact.Seconds);
    }

    private (double Accuracy, long[] Said, double Seconds) Probe(FeatureSource source, CancellationToken cancellation)
    {
        using FeatureSet train = source.Extract(dataset.Train, cancellation: cancellation);
        using FeatureSet validation = source.Extract(dataset.Validation, cancellation: cancellation);
        TrainingSet judged = Set(validation, dataset.Validation);
        HeadSearchResult search = HeadSearch.Linear(Set(train, dataset.Train), judged, dataset.ClassCount, cancellation: cancellation);
        using var head = search.Network;
        using TorchSharp.torch.Tensor said = Inference.LogProbabilities(head, judged).argmax(1);
        return (search.Chosen.ValidationAccuracy, said.data<long>().ToArray(), search.Candidates.Sum(candidate => candidate.Seconds));
    }

    private static TrainingSet Set(FeatureSet features, IReadOnlyList<SceneImage> images) =>
        new(features.Rows, [.. images.Select(image => (long)image.Label)], features.Key.Json);
}
