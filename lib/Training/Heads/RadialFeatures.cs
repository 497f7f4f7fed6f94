using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>
/// A layer that describes features by how near they are to M examples. A linear head behind it separates classes by curved borders: it is a kernel machine
/// with the Gaussian kernel.
/// </summary>
/// <remarks>
/// Nyström's method (Williams and Seeger, 2001). With u the features at length 1 and z an example, k(u, z) = exp(-|u - z|² / m), where m is the median of the
/// squared distances between examples. The M similarities are multiplied by the inverse Cholesky factor of those among the examples, so that products of two
/// outputs are k itself between examples, and its best approximation from them elsewhere. Differs from scikit-learn's <c>Nystroem</c> by a rotation, which no L2
/// penalty sees, and by the length: outputs have about that of D standardised features, so that the same L2 values fit both.
/// It has no weights; the examples travel with the network.
/// </remarks>
internal sealed class RadialFeatures : nn.Module<Tensor, Tensor>
{
    private const double LeastMedian = 1e-12; // copies of wide features come out some 1e-16 apart

    private const string Examples = "examples", Factor = "factor", Median = "median";
    private const double Ridge = 1e-8; // copies of one photograph would make the similarities singular

    /// <summary>A layer with the given examples.</summary>
    /// <param name="examples">M x D, M 2 or more, best standardised; copied.</param>
    /// <exception cref="ArgumentException">The shape is another, or a number is not finite.</exception>
    public RadialFeatures(Tensor examples)
        : base(nameof(RadialFeatures))
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.dim() != 2 || examples.shape[0] < 2)
            throw new ArgumentException($"The examples are ({string.Join(" x ", examples.shape)}); expected M x D with M 2 or more.", nameof(examples));
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor units = AtUnitLength(examples); // M x D
        if (!units.isfinite().all().item<bool>()) throw new ArgumentException("An example is NaN or infinite. Check where the features come from.", nameof(examples));
        Tensor distances = SquaredDistances(units, units); // M x M
        Tensor median = distances.masked_select(ones_like(distances, ScalarType.Bool).triu(1)).median();
        if (median.item<double>() < LeastMedian) median = ones_like(median); // more than half are copies
        Tensor similarities = distances.div_(-median).exp_();
        similarities.diagonal().add_(Ridge);
        Tensor factor = linalg.cholesky(similarities);
        register_buffer(Examples, units.DetachFromDisposeScope());
        register_buffer(Median, median.DetachFromDisposeScope());
        register_buffer(Factor, factor.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) // N x D
    {
        using var scope = NewDisposeScope();
        Tensor similarities = SquaredDistances(get_buffer(Examples)!, AtUnitLength(input)).div_(-get_buffer(Median)!).exp_(); // M x N
        Tensor decorrelated = linalg.solve_triangular(get_buffer(Factor)!, similarities, upper: false); // M x N
        return (Math.Sqrt(input.shape[1]) * decorrelated.t()).to(input.dtype).contiguous().MoveToOuterDisposeScope(); // N x M
    }

    private static Tensor AtUnitLength(Tensor rows)
    {
        Tensor exact = rows.to(ScalarType.Float32);
        return exact / exact.norm(1, keepdim: true, 2).clamp_min(1e-12);
    }

    /// <summary>A x D and B x D to A x B. In fp64: the smallest eigenvalues of the similarities drown in the rounding of fp32.</summary>
    private static Tensor SquaredDistances(Tensor left, Tensor right)
    {
        (Tensor a, Tensor b) = (left.to(ScalarType.Float64), right.to(ScalarType.Float64));
        return a.mm(b.t()).mul_(-2).add_(a.square().sum(1, keepdim: true)).add_(b.square().sum(1, keepdim: true).t()).clamp_min_(0);
    }
}
