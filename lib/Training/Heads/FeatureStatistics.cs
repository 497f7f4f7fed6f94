using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Mean and standard deviation of each feature over a training set.</summary>
/// <param name="Means">D numbers.</param>
/// <param name="Deviations">D numbers, 0 for a feature that never changes.</param>
public sealed record FeatureStatistics(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>Measures a set of pooled features.</summary>
    /// <param name="train">N x D; the training set alone, so that nothing of validation or test leaks in.</param>
    /// <param name="batchSize">Rows at once.</param>
    /// <exception cref="ArgumentException">The inputs are not B x D.</exception>
    public static FeatureStatistics Of(TrainingSet train, int batchSize = 1024)
    {
        ArgumentNullException.ThrowIfNull(train);
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        Tensor? sums = null, squares = null, shift = null;
        foreach (long[] indices in Enumerable.Range(0, train.Count).Select(index => (long)index).Chunk(batchSize))
        {
            using var batch = NewDisposeScope();
            Tensor rows = train.Inputs(indices, generator).to(ScalarType.Float64);
            if (rows.dim() != 2) throw new ArgumentException($"The inputs are ({string.Join(" x ", rows.shape)}); expected pooled features B x D.", nameof(train));
            shift ??= rows[0].clone().MoveToOuterDisposeScope(); // one row taken off keeps the squares small beside the mean
            rows = rows - shift;
            sums = (sums is null ? rows.sum(dim: 0) : sums + rows.sum(dim: 0)).MoveToOuterDisposeScope();
            squares = (squares is null ? rows.square().sum(dim: 0) : squares + rows.square().sum(dim: 0)).MoveToOuterDisposeScope();
        }
        Tensor mean = sums! / train.Count;
        Tensor variance = ((squares! / train.Count) - mean.square()).clamp_min(0);
        return new FeatureStatistics((mean + shift!).cpu().data<double>().ToArray(), variance.sqrt().cpu().data<double>().ToArray());
    }
}
