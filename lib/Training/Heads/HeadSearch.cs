using System.Diagnostics;
using System.Globalization;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Fits heads on pooled features and chooses their settings on the validation set.</summary>
public static class HeadSearch
{
    /// <summary>
    /// L2 values that are tried for heads that are fitted exactly, strongest first: a linear fit starts from the one before. The search ends when two in a
    /// row were worse than the best: the loss on validation falls and then rises.
    /// </summary>
    public static IReadOnlyList<double> L2Values { get; } = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

    /// <summary>Weight decays that are tried for the two-layer head.</summary>
    public static IReadOnlyList<double> WeightDecays { get; } = [0.01, 0.1, 1];

    /// <summary>Learning rates that are tried for the two-layer head.</summary>
    public static IReadOnlyList<double> LearningRates { get; } = [1e-3, 3e-3];

    /// <summary>Examples that <see cref="Radial"/> compares with, unless told otherwise. It holds them and two square matrices of that size.</summary>
    public const int MostExamples = 6000;

    /// <summary>Rows that pass a head at once.</summary>
    internal const int Batch = 1024;

    /// <summary>The linear head: logistic regression on standardised features, solved until no part of the gradient exceeds 1e-4 or after 300 iterations, with L2 chosen on validation.</summary>
    /// <param name="train">Features N x D.</param>
    /// <param name="validation">Features of the same width; decides between candidates.</param>
    /// <param name="classCount">K.</param>
    /// <param name="l2Values">Values to try, all of them; null for <see cref="L2Values"/> until they get worse.</param>
    /// <param name="cancellation">Stops between two passes over the features.</param>
    /// <exception cref="ArgumentException">The inputs are not B x D, a feature is not finite, or there is nothing to try.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HeadSearchResult Linear(
        TrainingSet train, TrainingSet validation, int classCount, IReadOnlyList<double>? l2Values = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        FeatureStatistics statistics = FeatureStatistics.Of(train);
        using var search = new LogitSearch(Heads.Linear(statistics.Means.Count, classCount, statistics), train, validation, cancellation);
        LogisticRegression? fit = null;
        return search.Choose(
            l2 =>
            {
                fit = LogisticRegression.Fit(search.Features, train.Labels, classCount, l2, fit, cancellation: cancellation);
                return (tensor(fit.Weights), tensor(fit.Biases));
            }, l2Values);
    }

    /// <summary>
    /// The head with a Gaussian kernel: the similarity of standardised features to those of training rows (<see cref="RadialFeatures"/>), so that borders between
    /// classes may be curved, and least squares on it (<see cref="LeastSquares"/>). Its scores become logits by the factor with the lowest loss on validation, where L2
    /// is chosen too.
    /// </summary>
    /// <param name="train">Features N x D, N 2 or more.</param>
    /// <param name="validation">As for <see cref="Linear"/>.</param>
    /// <param name="classCount">K.</param>
    /// <param name="l2Values">As for <see cref="Linear"/>.</param>
    /// <param name="most">Most training rows that are taken as examples, 2 or more; of more rows evenly spaced ones.</param>
    /// <param name="cancellation">As for <see cref="Linear"/>.</param>
    /// <exception cref="ArgumentException">As for <see cref="Linear"/>, there is one training row alone, or a feature is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HeadSearchResult Radial(
        TrainingSet train, TrainingSet validation, int classCount, IReadOnlyList<double>? l2Values = null, int most = MostExamples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        FeatureStatistics statistics = FeatureStatistics.Of(train);
        using var generator = new Generator(0);
        int count = Math.Min(train.Count, most);
        using Tensor examples = train.Inputs([.. Enumerable.Range(0, count).Select(index => (long)index * train.Count / count)], generator); // M x D
        using var search = new LogitSearch(Heads.Radial(examples, classCount, statistics), train, validation, cancellation);
        using var squares = new LeastSquares(search.Features, train.Labels, classCount);
        return search.Choose(l2 => search.Scaled(squares.Solve(l2)), l2Values);
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

    /// <summary>Mean cross-entropy and share of right answers.</summary>
    internal static (double Loss, double Accuracy) Validate(nn.Module<Tensor, Tensor> head, TrainingSet validation)
    {
        using var scope = NewDisposeScope();
        Tensor logs = Inference.LogProbabilities(head, validation, Batch), labels = tensor(validation.Labels);
        return (CrossEntropy.Mean(logs, labels).item<float>(), (double)logs.argmax(1).eq(labels).sum().item<long>() / validation.Count);
    }
}
