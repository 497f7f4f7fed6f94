using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Scenes.Evaluation;

/// <summary>
/// t-SNE with exact gradients (van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 2008): neighbours stay neighbours. Starts from the
/// principal components, so it has no randomness. Settings and step rule are scikit-learn's, without its early end where nothing moves any more.
/// </summary>
public static class Tsne
{
    /// <summary>Work and memory grow with the square of the number of points; this many take 300 MB.</summary>
    public const int MostPoints = 5000;

    private const int EarlySteps = 250;
    private const float EarlyPull = 12;

    /// <summary>Lays features out in the plane.</summary>
    /// <param name="features">N x D, any floating type, 5 to <see cref="MostPoints"/> rows; not disposed.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="ArgumentException">The shape, the number of points, or a setting is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FeatureProjection Project(Tensor features, TsneOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TsneOptions();
        ArgumentNullException.ThrowIfNull(features);
        long points = features.Dimensions == 2 ? features.shape[0] : 0;
        if (points < 5 || points > MostPoints)
            throw new ArgumentException($"Features of shape [{string.Join(", ", features.shape)}]; expected N x D with 5 to {MostPoints} rows. Take a sample of the images.", nameof(features));
        if (!(options.Perplexity > 1 && options.Perplexity < points - 1) || options.Steps <= EarlySteps || options.Components < 2)
            throw new ArgumentException($"{options}; allowed: perplexity above 1 and below {points - 1}, more than {EarlySteps} steps, 2 components or more.", nameof(options));
        double[,] reduced = PrincipalComponents.Rough(features, (int)Math.Min(options.Components, Math.Min(points, features.shape[1]))).Scores;
        (float[] x, float[] y) = Start(reduced);
        double divergence = Descend(NeighbourAffinities.Of(reduced, options.Perplexity), x, y, options.Steps, cancellationToken);
        var map = new double[points, 2];
        for (int i = 0; i < points; i++) (map[i, 0], map[i, 1]) = (x[i], y[i]);
        return new FeatureProjection(string.Create(CultureInfo.InvariantCulture, $"t-SNE (perplexity {options.Perplexity:0.##}, {options.Steps} steps)"), map, string.Create(
            CultureInfo.InvariantCulture, $"Near points have like features; distances between groups and the axes mean nothing (Kullback-Leibler divergence {divergence:0.000})."));
    }

    /// <summary>The first two components, the first with a standard deviation of 1e-4.</summary>
    private static (float[] X, float[] Y) Start(double[,] reduced)
    {
        int points = reduced.GetLength(0);
        double squares = 0;
        for (int i = 0; i < points; i++) squares += reduced[i, 0] * reduced[i, 0];
        double scale = squares == 0 ? 0 : 1e-4 / Math.Sqrt(squares / points);
        float[] x = new float[points], y = new float[points];
        for (int i = 0; i < points; i++) (x[i], y[i]) = ((float)(scale * reduced[i, 0]), (float)(scale * reduced[i, Math.Min(1, reduced.GetLength(1) - 1)]));
        return (x, y);
    }

    private static double Descend(float[] affinities, float[] x, float[] y, int steps, CancellationToken cancellationToken)
    {
        float rate = Math.Max(x.Length / EarlyPull / 4, 50);
        var alongX = new Momentum(x, rate);
        var alongY = new Momentum(y, rate);
        var forces = new Forces(x.Length);
        for (int step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool early = step < EarlySteps;
            if (step == EarlySteps) (alongX, alongY) = (new Momentum(x, rate), new Momentum(y, rate)); // the second part begins at rest
            forces.Compute(affinities, x, y, early ? EarlyPull : 1);
            alongX.Step(forces.X, early ? 0.5f : 0.8f);
            alongY.Step(forces.Y, early ? 0.5f : 0.8f);
        }
        return Divergence(affinities, x, y);
    }

    private static double Divergence(float[] affinities, float[] x, float[] y)
    {
        int points = x.Length;
        double normaliser = 0, sum = 0;
        for (int i = 0; i < points; i++)
            for (int j = 0; j < points; j++)
                if (i != j) normaliser += Closeness(x, y, i, j);
        for (int i = 0; i < points; i++)
        {
            for (int j = 0; j < points; j++)
            {
                double p = affinities[i * points + j];
                if (i != j && p > 0) sum += p * Math.Log(p * normaliser / Closeness(x, y, i, j));
            }
        }
        return sum;
    }

    private static double Closeness(float[] x, float[] y, int i, int j)
    {
        double dx = x[i] - x[j], dy = y[i] - y[j];
        return 1 / (1 + dx * dx + dy * dy);
    }

    /// <summary>Gradient of the divergence: pull of neighbours minus push of everybody.</summary>
    private sealed class Forces(int points)
    {
        private const int RowsPerPiece = 512;

        private readonly float[] pushX = new float[points], pushY = new float[points], rowSums = new float[points];

        public float[] X { get; } = new float[points];

        public float[] Y { get; } = new float[points];

        public void Compute(float[] affinities, float[] x, float[] y, float pull)
        {
            // Large pieces: a step on few points takes less time than waking a thread.
            Parallel.For(0, (points + RowsPerPiece - 1) / RowsPerPiece, piece =>
            {
                for (int i = piece * RowsPerPiece; i < Math.Min(points, (piece + 1) * RowsPerPiece); i++) Row(affinities.AsSpan(i * points, points), x, y, i);
            });
            double normaliser = 0;
            foreach (float sum in rowSums) normaliser += sum;
            float push = (float)(1 / normaliser);
            for (int i = 0; i < points; i++)
            {
                X[i] = 4 * (pull * X[i] - push * pushX[i]);
                Y[i] = 4 * (pull * Y[i] - push * pushY[i]);
            }
        }

        private void Row(ReadOnlySpan<float> affinities, float[] x, float[] y, int i)
        {
            ReadOnlySpan<Vector<float>> p = MemoryMarshal.Cast<float, Vector<float>>(affinities), xs = MemoryMarshal.Cast<float, Vector<float>>(x.AsSpan()), ys = MemoryMarshal.Cast<float, Vector<float>>(y.AsSpan());
            Vector<float> xi = new(x[i]), yi = new(y[i]), sum = Vector<float>.Zero, pullX = sum, pullY = sum, awayX = sum, awayY = sum;
            for (int j = 0; j < p.Length; j++)
            {
                Vector<float> dx = xi - xs[j], dy = yi - ys[j], close = Vector<float>.One / (Vector<float>.One + dx * dx + dy * dy);
                Vector<float> wanted = p[j] * close, square = close * close;
                sum += close;
                pullX += wanted * dx;
                pullY += wanted * dy;
                awayX += square * dx;
                awayY += square * dy;
            }
            float total = Vector.Sum(sum), px = Vector.Sum(pullX), py = Vector.Sum(pullY), ax = Vector.Sum(awayX), ay = Vector.Sum(awayY);
            for (int j = p.Length * Vector<float>.Count; j < affinities.Length; j++)
            {
                float dx = x[i] - x[j], dy = y[i] - y[j], close = 1 / (1 + dx * dx + dy * dy);
                total += close;
                px += affinities[j] * close * dx;
                py += affinities[j] * close * dy;
                ax += close * close * dx;
                ay += close * close * dy;
            }
            rowSums[i] = total - 1; // without the point itself
            (X[i], Y[i], pushX[i], pushY[i]) = (px, py, ax, ay);
        }
    }

    /// <summary>Momentum with a gain for each coordinate (Jacobs 1988), as in the paper's own code.</summary>
    private sealed class Momentum(float[] positions, float rate)
    {
        private readonly float[] updates = new float[positions.Length], gains = [.. Enumerable.Repeat(1f, positions.Length)];

        public void Step(float[] gradient, float momentum)
        {
            for (int i = 0; i < positions.Length; i++)
            {
                gains[i] = updates[i] * gradient[i] < 0 ? gains[i] + 0.2f : Math.Max(0.01f, gains[i] * 0.8f);
                updates[i] = momentum * updates[i] - rate * gains[i] * gradient[i];
                positions[i] += updates[i];
            }
        }
    }
}
