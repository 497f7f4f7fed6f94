using System.Globalization;
using static TorchSharp.torch;

namespace Scenes.Evaluation;

/// <summary>
/// Principal component analysis in double precision: eigenvectors of the smaller scatter matrix where that is small, else subspace iteration (Halko,
/// Martinsson and Tropp, "Finding structure with randomness", arXiv 0909.4061), which gives the few leading components in a fraction of the time.
/// </summary>
/// <param name="Scores">N x C coordinates along the components, largest variance first.</param>
/// <param name="VarianceShares">C shares of the total variance, 0 to 1.</param>
public sealed record PrincipalComponents(double[,] Scores, IReadOnlyList<double> VarianceShares)
{
    /// <summary>Up to this many rows or columns all eigenvectors are computed.</summary>
    private const int SmallSide = 512;

    private const int SpareDirections = 20, ExactIterations = 200, RoughIterations = 6;

    /// <summary>Projects features on their first components. Each component's sign makes the score of largest size positive.</summary>
    /// <param name="features">N x D, any floating type; not disposed.</param>
    /// <param name="components">C, 1 to the smaller of N and D.</param>
    /// <exception cref="ArgumentException">The features are no N x D tensor, or there are fewer dimensions than components.</exception>
    public static PrincipalComponents Of(Tensor features, int components = 2) => Of(features, components, ExactIterations);

    /// <summary>Components that hold nearly the most variance possible, for methods that only need fewer dimensions.</summary>
    internal static PrincipalComponents Rough(Tensor features, int components) => Of(features, components, RoughIterations);

    private static PrincipalComponents Of(Tensor features, int components, int iterations)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Dimensions != 2) throw new ArgumentException($"Features of shape [{string.Join(", ", features.shape)}]; expected N x D.", nameof(features));
        long images = features.shape[0], width = features.shape[1];
        if (components < 1 || components > Math.Min(images, width))
            throw new ArgumentException($"{components} components of {images} x {width} features; allowed: 1 to {Math.Min(images, width)}.", nameof(components));
        using var scope = NewDisposeScope();
        Tensor x = features.to(ScalarType.Float64).cpu();
        x -= x.mean([0], keepdim: true); // N x D
        (Tensor largest, Tensor scores) = Math.Min(images, width) <= SmallSide ? AllDirections(x, components) : LeadingDirections(x, components, iterations);
        Tensor signs = scores.gather(0, scores.abs().argmax(0, true)).sign(); // 1 x C
        double total = x.square().sum().item<double>();
        var result = new double[images, components];
        Buffer.BlockCopy((scores * signs).contiguous().data<double>().ToArray(), 0, result, 0, result.Length * sizeof(double));
        return new PrincipalComponents(result, [.. largest.data<double>().ToArray().Select(variance => total == 0 ? 0 : variance / total)]);
    }

    private static (Tensor Variances, Tensor Scores) AllDirections(Tensor x, int components)
    {
        bool wide = x.shape[1] > x.shape[0];
        (Tensor variances, Tensor vectors) = linalg.eigh(wide ? x.mm(x.t()) : x.t().mm(x)); // smallest first
        Tensor largest = variances.flip(0).slice(0, 0, components, 1).clamp_min(0); // C
        Tensor leading = vectors.flip(1).slice(1, 0, components, 1);
        return (largest, wide ? leading * largest.sqrt() : x.mm(leading)); // N x C
    }

    private static (Tensor Variances, Tensor Scores) LeadingDirections(Tensor x, int components, int iterations)
    {
        long directions = Math.Min(components + SpareDirections, Math.Min(x.shape[0], x.shape[1]));
        var stream = new RandomStream(0, "principal components");
        double[] start = new double[x.shape[1] * directions];
        for (int i = 0; i < start.Length; i++) start[i] = stream.Normal();
        Tensor basis = linalg.qr(tensor(start).reshape(x.shape[1], directions)).Q; // D x R
        Tensor largest = zeros(components, float64);
        for (int iteration = 1; ; iteration++)
        {
            using var inner = NewDisposeScope();
            Tensor scores = x.mm(basis); // N x R
            (Tensor variances, Tensor rotation) = linalg.eigh(scores.t().mm(scores));
            Tensor next = variances.flip(0).slice(0, 0, components, 1).clamp_min(0);
            bool settled = (next - largest).abs().max().item<double>() <= 1e-13 * next[0].item<double>();
            if (settled || iteration >= iterations)
                return (next.MoveToOuterDisposeScope(), scores.mm(rotation.flip(1).slice(1, 0, components, 1)).MoveToOuterDisposeScope());
            largest = next.MoveToOuterDisposeScope();
            basis = linalg.qr(x.t().mm(scores)).Q.MoveToOuterDisposeScope();
        }
    }

    /// <summary>The first two components as a map.</summary>
    /// <param name="features">N x D, any floating type; not disposed.</param>
    /// <exception cref="ArgumentException">As for <see cref="Of(Tensor, int)"/>.</exception>
    public static FeatureProjection Project(Tensor features)
    {
        PrincipalComponents components = Of(features);
        return new FeatureProjection("PCA", components.Scores, string.Create(CultureInfo.InvariantCulture,
            $"The axes are the two directions of largest variance; they hold {100 * components.VarianceShares[0]:0.0} % and {100 * components.VarianceShares[1]:0.0} % of it."));
    }
}
