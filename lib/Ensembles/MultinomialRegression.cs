using static TorchSharp.torch;

namespace Scenes.Ensembles;

/// <summary>
/// Multinomial logistic regression: minimises the summed cross-entropy plus half the squared weights over C, intercepts not counted, as
/// scikit-learn does. Newton's method; the problem has one minimum.
/// </summary>
internal static class MultinomialRegression
{
    private const int MostSteps = 100;

    /// <param name="inputs">N x D.</param>
    /// <param name="labels">N class indices, 0 to K - 1.</param>
    /// <param name="classes">K.</param>
    /// <param name="inverseRegularisation">C, above 0.</param>
    /// <returns>K x (D + 1) weights, the intercept last.</returns>
    public static double[,] Fit(double[,] inputs, int[] labels, int classes, double inverseRegularisation)
    {
        int images = inputs.GetLength(0), features = inputs.GetLength(1) + 1;
        using var scope = NewDisposeScope();
        Tensor x = cat([tensor(inputs), ones(images, 1, float64)], dim: 1); // N x F
        Tensor y = nn.functional.one_hot(tensor(labels, int64), classes).to(float64); // N x K
        Tensor penalty = full([features], 1 / inverseRegularisation, float64);
        penalty[features - 1] = 0;
        Tensor weights = zeros(classes, features, float64); // K x F
        double loss = Loss(x, y, weights, penalty);
        for (int step = 0; step < MostSteps; step++)
        {
            using var inner = NewDisposeScope();
            Tensor p = nn.functional.softmax(x.mm(weights.t()), 1); // N x K
            Tensor gradient = (p - y).t().mm(x) + weights * penalty; // K x F
            if (gradient.abs().max().item<double>() <= 1e-10 * images) break;
            Tensor direction = linalg.solve(Curvature(x, p, penalty), gradient.reshape(-1, 1)).reshape(classes, features);
            double size = 1, slope = (gradient * direction).sum().item<double>();
            Tensor next = weights - direction;
            double nextLoss = Loss(x, y, next, penalty);
            while (!(nextLoss <= loss - 1e-4 * size * slope) && size > 1e-10)
            {
                size /= 2;
                next = weights - size * direction;
                nextLoss = Loss(x, y, next, penalty);
            }
            if (!(nextLoss < loss)) break; // at the minimum to rounding
            (weights, loss) = (next.MoveToOuterDisposeScope(), nextLoss);
        }
        var result = new double[classes, features];
        Buffer.BlockCopy(weights.data<double>().ToArray(), 0, result, 0, result.Length * sizeof(double));
        return result;
    }

    private static double Loss(Tensor x, Tensor y, Tensor weights, Tensor penalty)
    {
        using var scope = NewDisposeScope();
        Tensor fit = -(nn.functional.log_softmax(x.mm(weights.t()), 1) * y).sum();
        return (fit + 0.5 * (weights.square() * penalty).sum()).item<double>();
    }

    /// <summary>KF x KF second derivatives; block (k, l) is X' diag(p_k (1[k = l] - p_l)) X.</summary>
    private static Tensor Curvature(Tensor x, Tensor p, Tensor penalty)
    {
        int classes = (int)p.shape[1], features = (int)x.shape[1];
        Tensor curvature = zeros(classes, features, classes, features, float64);
        for (int k = 0; k < classes; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                using var scope = NewDisposeScope();
                Tensor spread = p.select(1, k) * ((k == l ? 1 : 0) - p.select(1, l)); // N
                Tensor block = x.t().mm(x * spread.unsqueeze(1)); // F x F
                if (k == l) block += penalty.diag();
                // Adding the same number to all intercepts changes nothing; this makes their sum stay 0.
                block[features - 1, features - 1] += 1;
                curvature.select(0, k).select(1, l).copy_(block);
                if (k != l) curvature.select(0, l).select(1, k).copy_(block);
            }
        }
        return curvature.reshape(classes * features, classes * features);
    }
}
