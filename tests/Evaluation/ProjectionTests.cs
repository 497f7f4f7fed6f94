using System.Globalization;
using System.Text.RegularExpressions;
using Scenes.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Evaluation;

public sealed class ProjectionTests
{
    private static readonly Document Stored = StoredOutputs.Read<Document>("evaluation", "maps.json");

    private static readonly double[,] Features = Matrix(Stored.Features);

    [Fact]
    public void PrincipalComponents_StoredPoints_EqualsScikitLearn()
    {
        using Tensor features = tensor(Features);
        var components = PrincipalComponents.Of(features);
        StoredOutputs.AssertClose(Stored.VarianceShares, [.. components.VarianceShares], 1e-12, "shares of variance");
        for (int c = 0; c < 2; c++)
        {
            double[] expected = [.. Stored.Scores.Select(row => row[c])], actual = [.. Enumerable.Range(0, expected.Length).Select(i => components.Scores[i, c])];
            double sign = Math.Sign(expected[0] * actual[0]); // scikit-learn chooses the sign by another rule
            StoredOutputs.AssertClose(expected, [.. actual.Select(value => sign * value)], 1e-9, $"component {c}");
            Assert.True(actual.MaxBy(Math.Abs) > 0);
        }
    }

    [Fact]
    public void PrincipalComponents_MoreDimensionsThanPoints_EqualsTheOtherWay()
    {
        // 12 points span 12 of the 20 dimensions; in coordinates of that subspace they take the other path and have the same distances.
        using Tensor wide = tensor(Features)[..12];
        using Tensor square = linalg.qr(wide.t()).R.t(); // 12 x 12 with the same distances
        var first = PrincipalComponents.Of(wide, 3);
        var second = PrincipalComponents.Of(square, 3);
        StoredOutputs.AssertClose([.. first.Scores.Cast<double>()], [.. second.Scores.Cast<double>()], 1e-9, "scores");
        StoredOutputs.AssertClose([.. first.VarianceShares], [.. second.VarianceShares], 1e-12, "shares");
    }

    [Theory]
    [InlineData(600, 700)] // more dimensions than points
    [InlineData(700, 600)] // more points than dimensions
    public void PrincipalComponents_LargeMatrix_EqualsSingularValues(int points, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        Tensor spread = pow(0.9, arange(width, float64));
        Tensor features = randn(points, width, float64, generator: generator) * spread + 3;
        var components = PrincipalComponents.Of(features, 3);
        (Tensor u, Tensor values, _) = linalg.svd(features - features.mean([0], keepdim: true), fullMatrices: false);
        double[] expected = (u * values).slice(1, 0, 3, 1).abs().contiguous().data<double>().ToArray();
        StoredOutputs.AssertClose(expected, [.. components.Scores.Cast<double>().Select(Math.Abs)], 1e-5, "scores"); // iteration stops at 1e-13 of the variance
        double[] shares = (values.square() / values.square().sum()).data<double>().ToArray()[..3];
        StoredOutputs.AssertClose(shares, [.. components.VarianceShares], 1e-10, "shares");
    }

    [Fact]
    public void Trustworthiness_StoredScores_EqualsScikitLearn() =>
        Assert.Equal(Stored.ScoresTrustworthiness, Trustworthiness(Features, Matrix(Stored.Scores)), 1e-12);

    [Fact]
    public void Tsne_StoredPoints_IsAsGoodAsScikitLearns()
    {
        using Tensor features = tensor(Features);
        FeatureProjection map = Tsne.Project(features);
        double divergence = double.Parse(Regex.Match(map.Note, @"divergence (\d+\.\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        double trust = Trustworthiness(Features, map.Points);
        Assert.True(trust >= Stored.TsneTrustworthiness - 0.01, $"trustworthiness {trust}, scikit-learn {Stored.TsneTrustworthiness}, PCA {Stored.ScoresTrustworthiness}");
        Assert.True(divergence <= 1.05 * Stored.TsneDivergence, $"divergence {divergence}, scikit-learn {Stored.TsneDivergence}");
    }

    [Fact]
    public void Tsne_SamePointsAgain_IsTheSameMap()
    {
        using Tensor features = tensor(Features)[..100];
        var options = new TsneOptions(Perplexity: 10, Steps: 300);
        Assert.Equal(Tsne.Project(features, options).Points, Tsne.Project(features, options).Points);
    }

    [Fact]
    public void Tsne_OutOfRange_IsRefusedAndCancellationStops()
    {
        using Tensor features = tensor(Features);
        using Tensor few = features[..10];
        Assert.Throws<ArgumentException>(() => Tsne.Project(few));
        using Tensor single = tensor(1.0);
        Assert.Throws<ArgumentException>(() => Tsne.Project(single));
        Assert.Throws<ArgumentException>(() => Tsne.Project(features, new TsneOptions(Steps: 100)));
        Assert.Throws<OperationCanceledException>(() => Tsne.Project(features, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void PrincipalComponents_ManyTimes_KeepsNoTensor()
    {
        using Tensor features = tensor(Features);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (int i = 0; i < 3; i++) PrincipalComponents.Of(features);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    /// <summary>Venna and Kaski (2001), as scikit-learn computes it: 1 minus a penalty for map neighbours that are far apart in the features.</summary>
    private static double Trustworthiness(double[,] features, double[,] map)
    {
        const int Neighbours = 5;
        int points = features.GetLength(0);
        double penalty = 0;
        for (int i = 0; i < points; i++)
        {
            int[] ranks = new int[points];
            int rank = 0;
            foreach (int j in Order(features, i)) ranks[j] = ++rank;
            foreach (int j in Order(map, i).Take(Neighbours)) penalty += Math.Max(0, ranks[j] - Neighbours);
        }
        return 1 - penalty * 2 / (points * Neighbours * (2.0 * points - 3 * Neighbours - 1));
    }

    /// <summary>The other points, nearest first.</summary>
    private static int[] Order(double[,] rows, int i)
    {
        int[] order = [.. Enumerable.Range(0, rows.GetLength(0))];
        double[] distances = new double[order.Length];
        for (int j = 0; j < order.Length; j++)
            for (int d = 0; d < rows.GetLength(1); d++) distances[j] += (rows[i, d] - rows[j, d]) * (rows[i, d] - rows[j, d]);
        distances[i] = -1;
        Array.Sort(distances, order);
        return order[1..];
    }

    private static double[,] Matrix(double[][] rows)
    {
        var matrix = new double[rows.Length, rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
            for (int d = 0; d < rows[0].Length; d++) matrix[i, d] = rows[i][d];
        return matrix;
    }

    private sealed record Document(double[][] Features, int[] Groups, double[][] Scores, double[] VarianceShares, double ScoresTrustworthiness, double TsneDivergence, double TsneTrustworthiness);
}
