using System.Globalization;
using static TorchSharp.torch;

namespace Scenes.Evaluation;

/// <summary>Principal component analysis by eigenvectors of the smaller of the two scatter matrices, in double precision.</summary>
/// <param name="Scores">N x C coordinates along the components, largest variance first.</param>
/// <param name="VarianceShares">C shares of the total variance, 0 to 1.</param>
public sealed record PrincipalComponents(double[,] Scores, IReadOnlyList<double> VarianceShares)
{
    /// <summary>Projects features on their first components. Each component's sign makes the score of largest size positive.</summary>
    /// <param name="features">N x D, any floating type; not disposed.</param>
    /// <param name="components">C, 1 to the smaller of N and D.</param>
    /// <exception cref="ArgumentException">The features are no N x D tensor, or there are fewer dimensions than components.</exception>
    public static PrincipalComponents Of(Tensor features, int components = 2)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Dimensions != 2) throw new ArgumentException($"Features of shape [{string.Join(", ", features.shape)}]; expected N x D.", nameof(features));
        long images = features.shape[0], width = features.shape[1];
        if (components < 1 || components > Math.Min(images, width))
            throw new ArgumentException($"{components} components of {images} x {width} features; allowed: 1 to {Math.Min(images, width)}.", nameof(components));
        using var scope = NewDisposeScope();
        Tensor x = features.to(ScalarType.Float64).cpu();
        x -= x.mean([0], keepdim: true); // N x D
        bool wide = width > images;
        (Tensor variances, Tensor vectors) = linalg.eigh(wide ? x.mm(x.t()) : x.t().mm(x)); // smallest first
        Tensor largest = variances.flip(0).slice(0, 0, components, 1).clamp_min(0); // C
        Tensor leading = vectors.flip(1).slice(1, 0, components, 1);
        Tensor scores = wide ? leading * largest.sqrt() : x.mm(leading); // N x C
        Tensor signs = scores.gather(0, scores.abs().argmax(0, true)).sign(); // 1 x C
        double total = x.square().sum().item<double>();
        var result = new double[images, components];
        Buffer.BlockCopy((scores * signs).contiguous().data<double>().ToArray(), 0, result, 0, result.Length * sizeof(double));
        return new PrincipalComponents(result, [.. largest.data<double>().ToArray().Select(variance => total == 0 ? 0 : variance / total)]);
    }

    /// <summary>The first two components as a map.</summary>
    /// <param name="features">N x D, any floating type; not disposed.</param>
    /// <exception cref="ArgumentException">As for <see cref="Of"/>.</exception>
    public static FeatureMap Map(Tensor features)
    {
        PrincipalComponents components = Of(features);
        return new FeatureMap("PCA", components.Scores, string.Create(CultureInfo.InvariantCulture,
            $"The axes are the two directions of largest variance; they hold {100 * components.VarianceShares[0]:0.0} % and {100 * components.VarianceShares[1]:0.0} % of it."));
    }
}
