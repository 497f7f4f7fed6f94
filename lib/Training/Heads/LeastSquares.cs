using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>
/// Ridge regression on class indicators: the linear map with the lowest mean squared error, plus L2 times the squared weights, to 1 for the true class and 0 for the
/// others. As a loss for classifiers it does as well as cross-entropy (Hui and Belkin, 2021), and it is solved in one step.
/// </summary>
/// <remarks>What depends on the features alone is computed once; each L2 takes one Cholesky factorisation.</remarks>
internal sealed class LeastSquares : IDisposable
{
    private const int Batch = 1024;

    private readonly Tensor gram, targets, mean, shares; // M x M, M x K, M, K
    private readonly long count;

    /// <summary>Sums up the training rows.</summary>
    /// <param name="features">N x M, fp32 or fp64; read once, not changed.</param>
    /// <param name="labels">N class indices below <paramref name="classCount"/>.</param>
    /// <param name="classCount">K, 2 or more.</param>
    /// <exception cref="ArgumentException">Shapes or labels are out of range, or a feature is not finite.</exception>
    public LeastSquares(Tensor features, long[] labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        LabelledRows.Check(features, labels, classCount);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        count = labels.Length;
        Tensor indicators = nn.functional.one_hot(tensor(labels, device: features.device), classCount).to(ScalarType.Float64); // N x K
        Tensor middle = features.mean([0], type: ScalarType.Float64), frequency = indicators.mean([0]);
        if (!middle.isfinite().all().item<bool>()) throw new ArgumentException("A feature is NaN or infinite. Check where the features come from.", nameof(features));
        Tensor products = zeros(middle.shape[0], middle.shape[0], ScalarType.Float64, features.device);
        Tensor sides = zeros(middle.shape[0], classCount, ScalarType.Float64, features.device);
        for (long first = 0; first < count; first += Batch)
        {
            using var batch = NewDisposeScope();
            long length = Math.Min(Batch, count - first);
            Tensor rows = features.narrow(0, first, length).to(ScalarType.Float64) - middle; // B x M
            products.add_(rows.t().mm(rows));
            sides.add_(rows.t().mm(indicators.narrow(0, first, length) - frequency));
        }
        (gram, targets, mean, shares) = (products.DetachFromDisposeScope(), sides.DetachFromDisposeScope(), middle.DetachFromDisposeScope(), frequency.DetachFromDisposeScope());
    }

    /// <summary>The map for one strength of the pull to 0.</summary>
    /// <param name="l2">Above 0. scikit-learn's <c>Ridge</c> calls l2 N alpha.</param>
    /// <returns>Weights K x M and K biases, fp64; the caller disposes them.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l2"/> is no number above 0.</exception>
    public (Tensor Weights, Tensor Biases) Solve(double l2)
    {
        if (!(l2 > 0) || !double.IsFinite(l2)) throw new ArgumentOutOfRangeException(nameof(l2), l2, "L2 must be a number above 0; without it dependent features have no optimum.");
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor ridge = l2 * count * eye(gram.shape[0], dtype: ScalarType.Float64, device: gram.device);
        Tensor weights = cholesky_solve(targets, linalg.cholesky(gram + ridge)); // M x K
        Tensor biases = shares - mean.unsqueeze(0).mm(weights).squeeze(0); // K
        return (weights.t().contiguous().MoveToOuterDisposeScope(), biases.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor part in new[] { gram, targets, mean, shares }) part.Dispose();
    }
}
