using System.Diagnostics;
using Scenes.Features;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Training;

/// <summary>The search for the last layer of a head, which is solved for while the layers before it stay as they are, and for its L2.</summary>
/// <remarks>Owns the head until <see cref="Choose"/> hands it over.</remarks>
internal sealed class LogitSearch : IDisposable
{
    private const int MostWorse = 2; // L2 values in a row

    private readonly nn.Module<Tensor, Tensor> head;
    private readonly Linear logits;
    private readonly TrainingSet judged;
    private readonly Tensor judgedFeatures;
    private readonly CancellationToken cancellation;
    private bool handedOver;

    /// <param name="head">Layers before the logits, and the logits.</param>
    /// <param name="train">What it is fitted on.</param>
    /// <param name="validation">What decides.</param>
    /// <param name="cancellation">Stops between two batches and between two fits.</param>
    /// <exception cref="ArgumentException">A feature of a validation image is not finite.</exception>
    public LogitSearch(nn.Module<Tensor, Tensor> head, TrainingSet train, TrainingSet validation, CancellationToken cancellation)
    {
        this.head = head;
        this.cancellation = cancellation;
        try
        {
            ArgumentNullException.ThrowIfNull(validation);
            if (Device.Current.IsCuda) head.to(Device.Current.Torch);
            head.eval();
            logits = (Linear)head.children().Last();
            Features = BeforeLogits(train).DetachFromDisposeScope();
            judgedFeatures = BeforeLogits(validation).DetachFromDisposeScope();
            using (Tensor finite = judgedFeatures.isfinite(), all = finite.all())
                if (!all.item<bool>()) throw new ArgumentException("A feature of a validation image is NaN or infinite. Check where the features come from.", nameof(validation));
            judged = TrainingSet.InMemory(judgedFeatures, validation.Labels);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the last layer gets for the training rows, N x M.</summary>
    public Tensor Features { get; }

    /// <summary>Tries L2 values and keeps the layer with the lowest loss on validation.</summary>
    /// <param name="solve">Weights K x M and biases K for an L2.</param>
    /// <param name="l2Values">Values to try, all of them; null for <see cref="HeadSearch.L2Values"/> until they get worse.</param>
    /// <exception cref="ArgumentException">There is nothing to try.</exception>
    public HeadSearchResult Choose(Func<double, (Tensor Weights, Tensor Biases)> solve, IReadOnlyList<double>? l2Values)
    {
        int mostWorse = l2Values is null ? MostWorse : int.MaxValue;
        l2Values ??= HeadSearch.L2Values;
        if (l2Values.Count == 0) throw new ArgumentException("There is no L2 value to try.", nameof(l2Values));
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var candidates = new List<HeadCandidate>();
        HeadCandidate? chosen = null;
        (Tensor Weights, Tensor Biases)? best = null;
        foreach (double l2 in l2Values)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            using var fitting = NewDisposeScope();
            Install(solve(l2));
            (double loss, double accuracy) = HeadSearch.Validate(logits, judged);
            var tried = new HeadCandidate(l2, null, loss, accuracy, watch.Elapsed.TotalSeconds);
            candidates.Add(tried);
            if (chosen is null || loss < chosen.ValidationLoss)
            {
                chosen = tried;
                best = (logits.weight!.clone().MoveToOuterDisposeScope(), logits.bias!.clone().MoveToOuterDisposeScope());
            }
            else if (candidates.Count - 1 - candidates.IndexOf(chosen) == mostWorse)
            {
                break;
            }
        }
        Install(best!.Value);
        handedOver = true;
        return new HeadSearchResult(head, candidates, chosen!, null);
    }

    /// <summary>
    /// Weights and biases times the factor that gives their scores the lowest mean cross-entropy on validation; the loss is convex in it. It stays within 0.01 to 100: validation
    /// images that are all right ask for ever larger ones, and a few that contradict training for negative ones, which would turn every answer round.
    /// </summary>
    /// <param name="layer">Weights K x M and biases K that make scores.</param>
    public (Tensor Weights, Tensor Biases) Scaled((Tensor Weights, Tensor Biases) layer)
    {
        Install(layer);
        double factor = Math.Clamp(FactorOf(logits.call(judgedFeatures).cpu().to(ScalarType.Float64)), 0.01, 100);
        return (factor * layer.Weights, factor * layer.Biases);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!handedOver) head.Dispose();
        Features?.Dispose();
        judgedFeatures?.Dispose();
    }

    private double FactorOf(Tensor scores) // N x K
    {
        using var scope = NewDisposeScope();
        Tensor own = scores.gather(1, tensor(judged.Labels).unsqueeze(1)).mean();
        return Lbfgs.Minimise(
            factor =>
            {
                using var point = NewDisposeScope();
                Tensor scaled = factor[0] * scores, slope = (scaled.softmax(1) * scores).sum(1).mean() - own;
                return ((scaled.logsumexp(1).mean() - (factor[0] * own)).item<double>(), [slope.item<double>()]);
            }, [1], 1e-6, 100, cancellation).Point[0];
    }

    private Tensor BeforeLogits(TrainingSet set)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(0);
        var layers = head.children().SkipLast(1).Cast<nn.Module<Tensor, Tensor>>().ToList();
        var parts = new List<Tensor>();
        foreach (long[] rows in Enumerable.Range(0, set.Count).Select(index => (long)index).Chunk(HeadSearch.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            Tensor inputs = Inference.Place(set.Inputs(rows, generator), Precision.Float32, channelsLast: false);
            parts.Add(layers.Aggregate(inputs, (reached, layer) => layer.call(reached)).MoveToOuterDisposeScope());
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    private void Install((Tensor Weights, Tensor Biases) layer)
    {
        using var noGradient = no_grad();
        logits.weight!.copy_(layer.Weights);
        logits.bias!.copy_(layer.Biases);
    }
}
