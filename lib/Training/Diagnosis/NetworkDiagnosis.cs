using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Why a network does not learn: what it predicts, how its loss compares with guessing, and which layers still carry signal and gradient.</summary>
/// <param name="PredictionCounts">K numbers: how often each class is predicted. One non-zero entry is a collapse.</param>
/// <param name="LabelCounts">K numbers: how often each class is true.</param>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Layers">Layers with weights in the order of the forward pass.</param>
public sealed record NetworkDiagnosis(
    IReadOnlyList<int> PredictionCounts, IReadOnlyList<int> LabelCounts, double Loss, IReadOnlyList<LayerDiagnosis> Layers)
{
    /// <summary>The loss of giving every class the same probability: ln K.</summary>
    public double GuessingLoss => Math.Log(PredictionCounts.Count);

    /// <summary>Share of all images that fall to the most predicted class, 0 to 1.</summary>
    public double LargestShare => (double)PredictionCounts.Max() / PredictionCounts.Sum();

    /// <summary>Whether one class is predicted for at least 99 of 100 images.</summary>
    public bool IsCollapsed => LargestShare >= 0.99;

    /// <summary>Examines a network in inference mode; its weights, buffers, gradients and modes are the same afterwards.</summary>
    /// <param name="network">B x ... to logits B x K, with parameters in fp32.</param>
    /// <param name="set">Labelled inputs; a few hundred are enough.</param>
    /// <param name="batchSize">Inputs at once; the gradient is that of as many inputs spread evenly over the set.</param>
    /// <exception cref="ArgumentException">The network does not give B x K logits, or a label has no output.</exception>
    public static NetworkDiagnosis Of(nn.Module<Tensor, Tensor> network, TrainingSet set, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(set);
        using var scope = NewDisposeScope();
        using var observer = new LayerObserver(network);
        Tensor logs = Inference.LogProbabilities(network, set, batchSize); // N x K
        Tensor labels = tensor(set.Labels);
        IReadOnlyList<LayerDiagnosis> layers = observer.Finish(() => Gradients(network, set, batchSize));
        int classCount = (int)logs.shape[1];
        return new NetworkDiagnosis(
            Count(logs.argmax(1), classCount), Count(labels, classCount), CrossEntropy.Mean(logs, labels).item<float>(), layers);
    }

    private static Dictionary<string, double> Gradients(nn.Module<Tensor, Tensor> network, TrainingSet set, int batchSize)
    {
        using var inference = new InferenceModeScope(network);
        using var generator = new Generator(0);
        // Spread over the set: sets are often sorted by class.
        int count = Math.Min(batchSize, set.Count);
        long[] indices = [.. Enumerable.Range(0, count).Select(i => (long)i * set.Count / count)];
        (string name, Parameter parameter)[] learning = [.. network.named_parameters().Where(row => row.parameter.requires_grad)];
        Tensor inputs = Inference.Place(set.Inputs(indices, generator), Features.Precision.Float32, channelsLast: false);
        Tensor loss = CrossEntropy.Mean(network.call(inputs), tensor(Array.ConvertAll(indices, index => set.Labels[index]), device: inputs.device));
        IList<Tensor> gradients = autograd.grad([loss], [.. learning.Select(row => row.parameter)], allow_unused: true);
        return learning.Zip(gradients).ToDictionary(pair => pair.First.name, pair => pair.Second is null ? 0.0 : pair.Second.norm().item<float>());
    }

    private static int[] Count(Tensor classes, int classCount)
    {
        int[] counts = new int[classCount];
        foreach (long index in classes.data<long>()) counts[index]++;
        return counts;
    }
}
