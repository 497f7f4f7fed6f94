using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Multinomial logistic regression: the linear classifier with the lowest mean cross-entropy plus L2 / 2 times the squared weights.</summary>
/// <param name="Weights">K x D.</param>
/// <param name="Biases">K; they are not held back by L2.</param>
/// <param name="Objective">Mean cross-entropy in nats plus the L2 term, at the end.</param>
/// <param name="Iterations">
/// Iterations of L-BFGS. It stops when the gradient is below the tolerance, after as many as were allowed, or where rounding leaves no step that helps.
/// </param>
public sealed record LogisticRegression(double[,] Weights, double[] Biases, double Objective, int Iterations)
{
    /// <summary>Fits all rows at once with L-BFGS: no order, no learning rate, no chance.</summary>
    /// <param name="features">N x D, fp32 or fp64, best with mean 0 and deviation 1 in each column; not changed.</param>
    /// <param name="labels">N class indices below <paramref name="classCount"/>.</param>
    /// <param name="classCount">K, 2 or more.</param>
    /// <param name="l2">Strength of the pull to 0, above 0. scikit-learn's C is 1 / (l2 N).</param>
    /// <param name="start">A fit to begin with, such as that of a neighbouring <paramref name="l2"/>; null for zeros.</param>
    /// <param name="tolerance">Largest absolute gradient at the end, where rounding and the number of iterations allow it.</param>
    /// <param name="maximumIterations">Stops here at the latest.</param>
    /// <param name="cancellation">Stops between two passes over the features.</param>
    /// <exception cref="ArgumentException">Shapes, labels or <paramref name="l2"/> are out of range, or a feature is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LogisticRegression Fit(
        Tensor features, long[] labels, int classCount, double l2, LogisticRegression? start = null, double tolerance = 1e-4, int maximumIterations = 300,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        LabelledRows.Check(features, labels, classCount);
        if (!(l2 > 0) || !double.IsFinite(l2)) throw new ArgumentOutOfRangeException(nameof(l2), l2, "L2 must be a number above 0; without it separable features have no optimum.");
        int width = (int)features.shape[1];
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor targets = nn.functional.one_hot(tensor(labels, device: features.device), classCount).to(features.dtype); // N x K
        (double[] point, double value, int iterations) = Lbfgs.Minimise(
            point => Evaluate(features, targets, point, l2), Flatten(start, classCount, width), tolerance, maximumIterations, cancellation);
        if (!double.IsFinite(value)) throw new ArgumentException("The objective is not finite: a feature is NaN or infinite. Check where the features come from.", nameof(features));
        var weights = new double[classCount, width];
        Buffer.BlockCopy(point, 0, weights, 0, weights.Length * sizeof(double));
        return new LogisticRegression(weights, point[^classCount..], value, iterations);
    }

    private static (double Value, double[] Gradient) Evaluate(Tensor features, Tensor targets, double[] point, double l2)
    {
        using var scope = NewDisposeScope();
        long images = targets.shape[0], classes = targets.shape[1], width = features.shape[1];
        Tensor all = tensor(point, device: features.device);
        Tensor weights = all[..(int)(classes * width)].reshape(classes, width); // K x D
        Tensor biases = all[(int)(classes * width)..]; // K
        Tensor logs = (features.mm(weights.to(features.dtype).t()) + biases.to(features.dtype)).log_softmax(1); // N x K
        Tensor loss = -(logs * targets).sum(ScalarType.Float64) / images;
        Tensor error = (logs.exp() - targets) / images; // N x K
        Tensor slope = error.t().mm(features).to(ScalarType.Float64) + (l2 * weights); // K x D
        Tensor gradient = cat([slope.flatten(), error.sum(dim: 0, type: ScalarType.Float64)]).cpu();
        return ((loss + (l2 / 2 * weights.square().sum())).item<double>(), gradient.data<double>().ToArray());
    }

    private static double[] Flatten(LogisticRegression? start, int classCount, int width)
    {
        double[] point = new double[classCount * (width + 1)];
        if (start is null) return point;
        if (start.Weights.GetLength(0) != classCount || start.Weights.GetLength(1) != width)
            throw new ArgumentException($"The start is {start.Weights.GetLength(0)} x {start.Weights.GetLength(1)}; expected {classCount} x {width}.", nameof(start));
        Buffer.BlockCopy(start.Weights, 0, point, 0, start.Weights.Length * sizeof(double));
        start.Biases.CopyTo(point, start.Weights.Length);
        return point;
    }
}
