using System.Diagnostics;
using System.Globalization;
using Scenes.Features;
using Scenes.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Training;

/// <summary>Fits heads on pooled features and chooses their settings on the validation set.</summary>
public static class HeadSearch
{
    /// <summary>
    /// L2 values that are tried for heads that are fitted exactly, strongest first: a linear fit starts from the one before. The search ends when two in a
    /// row were worse than the best, because the loss on validation falls and then rises, and the weakest values take longest to solve.
    /// </summary>
    public static IReadOnlyList<double> L2Values { get; } = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

    /// <summary>Weight decays that are tried for the two-layer head.</summary>
    public static IReadOnlyList<double> WeightDecays { get; } = [0.01, 0.1, 1];

    /// <summary>Learning rates that are tried for the two-layer head.</summary>
    public static IReadOnlyList<double> LearningRates { get; } = [1e-3, 3e-3];

    /// <summary>Examples that <see cref="Radial"/> compares with, unless told otherwise. It holds them and two square matrices of that size.</summary>
    public const int MostExamples = 6000;

    private const int Batch = 1024;

    private const int MostWorse = 2; // L2 values in a row

    /// <summary>The linear head: logistic regression on standardised features, solved until no part of the gradient exceeds 1e-4, with L2 chosen on validation.</summary>
    /// <param name="train">Features N x D.</param>
    /// <param name="validation">Features of the same width; decides between candidates.</param>
    /// <param name="classCount">K.</param>
    /// <param name="l2Values">Values to try, all of them; null for <see cref="L2Values"/> until they get worse.</param>
    /// <param name="cancellation">Stops between two passes over the features.</param>
    /// <exception cref="ArgumentException">The inputs are not B x D, or there is nothing to try.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HeadSearchResult Linear(
        TrainingSet train, TrainingSet validation, int classCount, IReadOnlyList<double>? l2Values = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        FeatureStatistics statistics = FeatureStatistics.Of(train);
        return FitLogits(Heads.Linear(statistics.Means.Count, classCount, statistics), train, validation, features =>
        {
            LogisticRegression? fit = null;
            return (l2, logits, _) =>
            {
                fit = LogisticRegression.Fit(features, train.Labels, classCount, l2, fit, cancellation: cancellation);
                Install(logits, tensor(fit.Weights), tensor(fit.Biases));
            };
        }, l2Values, cancellation);
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
        LeastSquares? squares = null;
        try
        {
            return FitLogits(Heads.Radial(examples, classCount, statistics), train, validation, features =>
            {
                squares = new LeastSquares(features, train.Labels, classCount);
                return (l2, logits, judged) =>
                {
                    (Tensor weights, Tensor biases) = squares.Solve(l2);
                    Install(logits, weights, biases);
                    double factor = FactorOf(logits, judged, cancellation);
                    Install(logits, factor * weights, factor * biases);
                };
            }, l2Values, cancellation);
        }
        finally
        {
            squares?.Dispose();
        }
    }

    /// <summary>
    /// Solves for the last layer of a head and chooses its L2; the other layers stay as they are. The head is disposed where that fails.
    /// </summary>
    /// <param name="head">Layers before the logits, and the logits.</param>
    /// <param name="train">What it is fitted on.</param>
    /// <param name="validation">What decides.</param>
    /// <param name="prepare">Given what the last layer gets for the training rows, N x M: what fills that layer for an L2, with the validation rows at hand.</param>
    /// <param name="l2Values">Values to try.</param>
    /// <param name="cancellation">Stops between two fits.</param>
    private static HeadSearchResult FitLogits(
        nn.Module<Tensor, Tensor> head, TrainingSet train, TrainingSet validation, Func<Tensor, Action<double, Linear, TrainingSet>> prepare,
        IReadOnlyList<double>? l2Values, CancellationToken cancellation)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(validation);
            int mostWorse = l2Values is null ? MostWorse : int.MaxValue, worse = 0;
            l2Values ??= L2Values;
            if (l2Values.Count == 0) throw new ArgumentException("There is no L2 value to try.", nameof(l2Values));
            if (Device.Current.IsCuda) head.to(Device.Current.Torch);
            head.eval();
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var logits = (Linear)head.children().Last();
            Action<double, Linear, TrainingSet> solve = prepare(BeforeLogits(head, train, cancellation));
            var judged = TrainingSet.InMemory(BeforeLogits(head, validation, cancellation), validation.Labels);
            var candidates = new List<HeadCandidate>();
            HeadCandidate? chosen = null;
            (Tensor Weights, Tensor Biases)? best = null;
            foreach (double l2 in l2Values)
            {
                cancellation.ThrowIfCancellationRequested();
                var watch = Stopwatch.StartNew();
                using var fitting = NewDisposeScope();
                solve(l2, logits, judged);
                (double loss, double accuracy) = Validate(logits, judged);
                candidates.Add(new HeadCandidate(l2, null, loss, accuracy, watch.Elapsed.TotalSeconds));
                if (chosen is not null && !(loss < chosen.ValidationLoss))
                {
                    if (++worse == mostWorse) break;
                    continue;
                }
                worse = 0;
                chosen = candidates[^1];
                best = (logits.weight!.clone().MoveToOuterDisposeScope(), logits.bias!.clone().MoveToOuterDisposeScope());
            }
            Install(logits, best!.Value.Weights, best.Value.Biases);
            return new HeadSearchResult(head, candidates, chosen!, null);
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    /// <summary>The factor on scores that gives the lowest mean cross-entropy; the loss is convex in it.</summary>
    private static double FactorOf(Linear logits, TrainingSet judged, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        Tensor labels = tensor(judged.Labels).unsqueeze(1); // N x 1
        Tensor scores = logits.call(judged.Inputs([.. Enumerable.Range(0, judged.Count).Select(row => (long)row)], generator)).cpu().to(ScalarType.Float64); // N x K
        Tensor own = scores.gather(1, labels).mean();
        return Lbfgs.Minimise(
            factor =>
            {
                using var point = NewDisposeScope();
                Tensor scaled = factor[0] * scores, slope = (scaled.softmax(1) * scores).sum(1).mean() - own;
                return ((scaled.logsumexp(1).mean() - (factor[0] * own)).item<double>(), [slope.item<double>()]);
            }, [1], 1e-6, 100, cancellation).Point[0];
    }

    /// <summary>What the last layer of a head gets, N x M.</summary>
    private static Tensor BeforeLogits(nn.Module<Tensor, Tensor> head, TrainingSet set, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        var layers = head.children().SkipLast(1).Cast<nn.Module<Tensor, Tensor>>().ToList();
        var parts = new List<Tensor>();
        foreach (long[] rows in Enumerable.Range(0, set.Count).Select(index => (long)index).Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            Tensor inputs = Inference.Place(set.Inputs(rows, generator), Precision.Float32, channelsLast: false);
            parts.Add(layers.Aggregate(inputs, (reached, layer) => layer.call(reached)).MoveToOuterDisposeScope());
        }
        return cat(parts).MoveToOuterDisposeScope();
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

    private static void Install(Linear logits, Tensor weights, Tensor biases)
    {
        using var noGradient = no_grad();
        logits.weight!.copy_(weights);
        logits.bias!.copy_(biases);
    }

    private static (double Loss, double Accuracy) Validate(nn.Module<Tensor, Tensor> head, TrainingSet validation)
    {
        using var scope = NewDisposeScope();
        Tensor logs = Inference.LogProbabilities(head, validation, Batch), labels = tensor(validation.Labels);
        return (CrossEntropy.Mean(logs, labels).item<float>(), (double)logs.argmax(1).eq(labels).sum().item<long>() / validation.Count);
    }
}
