using System.Diagnostics;
using System.Globalization;
using Scenes.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Training;

/// <summary>Fits heads on pooled features and chooses their settings on the validation set.</summary>
public static class HeadSearch
{
    /// <summary>L2 values that are tried for the linear head, strongest first: each fit starts from the one before.</summary>
    public static IReadOnlyList<double> L2Values { get; } = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

    /// <summary>Weight decays that are tried for the two-layer head.</summary>
    public static IReadOnlyList<double> WeightDecays { get; } = [0.01, 0.1, 1];

    /// <summary>Learning rates that are tried for the two-layer head.</summary>
    public static IReadOnlyList<double> LearningRates { get; } = [1e-3, 3e-3];

    /// <summary>The linear head: logistic regression on standardised features, solved until no part of the gradient exceeds 1e-4, with L2 chosen on validation.</summary>
    /// <param name="train">Features N x D.</param>
    /// <param name="validation">Features of the same width; decides between candidates.</param>
    /// <param name="classCount">K.</param>
    /// <param name="l2Values">Values to try; null for <see cref="L2Values"/>.</param>
    /// <param name="cancellation">Stops between two passes over the features.</param>
    /// <exception cref="ArgumentException">The inputs are not B x D, or there is nothing to try.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HeadSearchResult Linear(
        TrainingSet train, TrainingSet validation, int classCount, IReadOnlyList<double>? l2Values = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        l2Values ??= L2Values;
        if (l2Values.Count == 0) throw new ArgumentException("There is no L2 value to try.", nameof(l2Values));
        FeatureStatistics statistics = FeatureStatistics.Of(train);
        nn.Module<Tensor, Tensor> head = Heads.Linear(statistics.Means.Count, classCount, statistics);
        try
        {
            return FitLinear(head, statistics, train, validation, classCount, l2Values, cancellation);
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    private static HeadSearchResult FitLinear(
        nn.Module<Tensor, Tensor> head, FeatureStatistics statistics, TrainingSet train, TrainingSet validation, int classCount, IReadOnlyList<double> l2Values,
        CancellationToken cancellation)
    {
        if (Device.Current.IsCuda) head.to(Device.Current.Torch);
        using var scope = NewDisposeScope();
        using var layer = new Standardise(statistics);
        using var generator = new Generator(0);
        using var noGradient = no_grad();
        Tensor features;
        using (Tensor raw = train.Inputs([.. Enumerable.Range(0, train.Count).Select(index => (long)index)], generator)) features = layer.call(raw); // N x D
        var candidates = new List<HeadCandidate>();
        LogisticRegression? fit = null, best = null;
        HeadCandidate? chosen = null;
        foreach (double l2 in l2Values)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            fit = LogisticRegression.Fit(features, train.Labels, classCount, l2, fit, cancellation: cancellation);
            Install(fit, head);
            (double loss, double accuracy) = Validate(head, validation);
            candidates.Add(new HeadCandidate(l2, null, loss, accuracy, watch.Elapsed.TotalSeconds));
            if (chosen is null || loss < chosen.ValidationLoss) (chosen, best) = (candidates[^1], fit);
        }
        Install(best!, head);
        head.eval();
        return new HeadSearchResult(head, candidates, chosen!, null);
    }

    /// <summary>The article's two layers with dropout, trained by AdamW; weight decay and learning rate chosen on validation. A setting whose loss is not finite is passed over.</summary>
    /// <param name="train">Features N x D.</param>
    /// <param name="validation">Features of the same width; decides between epochs and candidates.</param>
    /// <param name="classCount">K.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="dropout">Share of hidden units dropped while training.</param>
    /// <param name="epochs">Epochs of each candidate, at most; training stops after 5 without a better epoch.</param>
    /// <param name="seed">Seed of first weights, order and dropout.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="ArgumentException">The inputs are not B x D, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">No setting had a finite loss.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HeadSearchResult TwoLayer(
        TrainingSet train, TrainingSet validation, int classCount, int hidden = 256, double dropout = 0.5, int epochs = 20, long seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        FeatureStatistics statistics = FeatureStatistics.Of(train);
        var candidates = new List<HeadCandidate>();
        HeadSearchResult? best = null;
        nn.Module<Tensor, Tensor>? head = null; // the one in work
        try
        {
            foreach ((double decay, double rate) in WeightDecays.SelectMany(decay => LearningRates.Select(rate => (decay, rate))))
            {
                var watch = Stopwatch.StartNew();
                manual_seed(Seeds.Derive(seed, "first weights"));
                head = Heads.TwoLayer(statistics.Means.Count, hidden, classCount, dropout, statistics);
                var options = new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 256,
                    Optimizer = OptimizerKind.AdamW,
                    LearningRate = rate,
                    Schedule = LearningRateSchedule.Cosine,
                    WarmupShare = 0.05,
                    WeightDecay = decay,
                    Patience = 5,
                    Seed = seed,
                };
                string name = string.Create(CultureInfo.InvariantCulture, $"two layers, rate {rate}, decay {decay}");
                if (Train(head, train, validation, options, name, cancellation) is not { } history)
                {
                    head.Dispose();
                    head = null;
                    continue;
                }
                cancellation.ThrowIfCancellationRequested();
                (double loss, double accuracy) = Validate(head, validation);
                candidates.Add(new HeadCandidate(decay, rate, loss, accuracy, watch.Elapsed.TotalSeconds));
                if (best is null || loss < best.Chosen.ValidationLoss)
                {
                    best?.Dispose();
                    best = new HeadSearchResult(head, candidates, candidates[^1], history);
                }
                else
                {
                    head.Dispose();
                }
                head = null;
            }
            return best ?? throw new InvalidOperationException("Every setting of the two-layer head diverged: the loss was not finite. Look at the features; they may hold huge or unequal numbers.");
        }
        catch
        {
            head?.Dispose();
            best?.Dispose();
            throw;
        }
    }

    /// <summary>Trains one candidate; null where its loss was not finite.</summary>
    private static TrainingHistory? Train(
        nn.Module<Tensor, Tensor> head, TrainingSet train, TrainingSet validation, TrainingOptions options, string name, CancellationToken cancellation)
    {
        try
        {
            return Trainer.Fit(head, train, validation, options, new TrainingRun(name), cancellation).History;
        }
        catch (TrainingDivergedException)
        {
            return null;
        }
    }

    private static void Install(LogisticRegression fit, nn.Module<Tensor, Tensor> head)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var logits = (Linear)head.children().Last();
        logits.weight!.copy_(tensor(fit.Weights));
        logits.bias!.copy_(tensor(fit.Biases));
    }

    private static (double Loss, double Accuracy) Validate(nn.Module<Tensor, Tensor> head, TrainingSet validation)
    {
        using var scope = NewDisposeScope();
        Tensor logs = Inference.LogProbabilities(head, validation, batchSize: 1024), labels = tensor(validation.Labels);
        return (CrossEntropy.Mean(logs, labels).item<float>(), (double)logs.argmax(1).eq(labels).sum().item<long>() / validation.Count);
    }
}
