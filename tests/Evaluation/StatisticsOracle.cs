using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

/// <summary>tests/Oracles/statistics/statistics.json: three classifiers and what SciPy, statsmodels and scikit-learn say of them.</summary>
internal static class StatisticsOracle
{
    public static readonly Document Stored = StoredOutputs.Read<Document>("statistics", "statistics.json");

    public static readonly Predictions[] Models = [.. Stored.Models.Select((rows, m) => Make($"model {m}", SceneSplit.Test, rows))];

    public static Predictions Make(string name, SceneSplit split, double[][] rows)
    {
        var probabilities = new double[rows.Length, Stored.Classes];
        for (int image = 0; image < rows.Length; image++)
            for (int k = 0; k < Stored.Classes; k++) probabilities[image, k] = rows[image][k];
        return new Predictions(name, split, [.. Enumerable.Range(0, Stored.Classes).Select(k => $"class {k}")],
            [.. Enumerable.Range(0, rows.Length).Select(image => $"{image}.jpg")], Stored.Labels, probabilities);
    }

    public sealed record Document(int Classes, int[] Labels, double[][][] Models, Dictionary<string, double>[] Metrics,
        Dictionary<string, double[]>[] Bootstrap, Dictionary<string, double[]>[] Differences, Dictionary<string, double>[] Permutation,
        Table[] McNemar, Q CochranQ, double[] PairP, double[] PairHolm, HolmCase[] Holm, BinomialCase[] Binomial, PowerCase[] Powers,
        RunsCase Runs, CalibrationCase[] Calibration);

    public sealed record Table(int[][] Cells, double ExactP, double ChiSquare, double CorrectedP)
    {
        /// <summary>Rows: first right, first wrong; columns: second right, second wrong.</summary>
        public PairedOutcomes Outcomes => new(Cells[0][0], Cells[0][1], Cells[1][0], Cells[1][1]);
    }

    public sealed record Q(double Statistic, double P);

    public sealed record HolmCase(double[] P, double[] Adjusted);

    public sealed record BinomialCase(int Correct, int N, double Constant, double Confidence, double P, double Low);

    public sealed record PowerCase(int N, double Disagreement, double Power, double Difference, double PowerAtHalf);

    public sealed record RunsCase(double[] Values, double Mean, double Spread, double Low, double High);

    public sealed record CalibrationCase(
        double Nll, double Brier, int[] Counts, double[] Confidence, double[] Accuracy, double Ece, double Temperature, double NllAfter);
}
