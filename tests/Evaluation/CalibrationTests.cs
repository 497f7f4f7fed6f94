using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class CalibrationTests
{
    [Fact]
    public void Of_StoredModels_EqualsScikitLearn()
    {
        foreach ((Predictions model, StatisticsOracle.CalibrationCase expected) in StatisticsOracle.Models.Zip(StatisticsOracle.Stored.Calibration))
        {
            CalibrationReport report = CalibrationReport.Of(model, bins: 10);
            StoredOutputs.AssertClose([expected.Nll, expected.Brier, expected.Ece],
                [report.NegativeLogLikelihood, report.Brier, report.ExpectedCalibrationError], 1e-12, model.Model);
            Assert.Equal(expected.Counts, report.Bins.Select(bin => bin.Count));
            ReliabilityBin[] filled = [.. report.Bins.Where(bin => bin.Count > 0)];
            StoredOutputs.AssertClose(expected.Confidence, [.. filled.Select(bin => bin.MeanConfidence)], 1e-12, "confidence");
            StoredOutputs.AssertClose(expected.Accuracy, [.. filled.Select(bin => bin.Accuracy)], 1e-12, "accuracy");
            Assert.Contains("in 10 bins", report.Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fit_StoredModels_EqualsSciPy()
    {
        foreach ((double[][] rows, StatisticsOracle.CalibrationCase expected) in StatisticsOracle.Stored.Models.Zip(StatisticsOracle.Stored.Calibration))
        {
            TemperatureScaling scaling = TemperatureScaling.Fit(ValidationPredictions.Of(StatisticsOracle.Make("m", SceneSplit.Validation, rows)));
            Assert.Equal(expected.Temperature, scaling.Temperature, 1e-6); // SciPy's minimiser stops where the likelihood is flat to rounding
            Assert.Equal(expected.NllAfter, scaling.After, 1e-12);
            Assert.Equal(expected.Nll, scaling.Before, 1e-12);
        }
    }

    [Fact]
    public void Apply_StoredModels_ChangesNoPrediction()
    {
        foreach (double[][] rows in StatisticsOracle.Stored.Models)
        {
            TemperatureScaling scaling = TemperatureScaling.Fit(ValidationPredictions.Of(StatisticsOracle.Make("m", SceneSplit.Validation, rows)));
            Predictions before = StatisticsOracle.Make("m", SceneSplit.Test, rows), after = scaling.Apply(before);
            Assert.Equal(before.Accuracy, after.Accuracy);
            Assert.Equal(before.Predicted, after.Predicted);
            Assert.NotEqual(before.Probabilities, after.Probabilities);
        }
    }

    [Fact]
    public void Fit_ModelNeverWrong_LeavesTheProbabilitiesAsTheyAre()
    {
        Predictions right = TestPredictions.FromRows("m", [0, 1], [[0.6, 0.4], [0.4, 0.6]], SceneSplit.Validation);
        TemperatureScaling scaling = TemperatureScaling.Fit(ValidationPredictions.Of(right));
        Assert.Equal((1, scaling.Before), (scaling.Temperature, scaling.After));
        Assert.Contains("nothing to fit a temperature on", scaling.Sentence, StringComparison.Ordinal);
        Predictions doubtful = TestPredictions.FromRows("m", [0], [[0.55, 0.45]]);
        Assert.Equal(0.55, scaling.Apply(doubtful).Probabilities[0, 0], 1e-12);
    }

    [Fact]
    public void Sentence_EveryProbabilityKept_SaysNeitherMoreNorLess() =>
        Assert.StartsWith("m is not shown to say more or less than it keeps", CalibrationReport.Of(TestPredictions.FromClasses("m", [0, 1], [0, 1], 2)).Sentence, StringComparison.Ordinal);

    /// <summary>0.95 minus Wilson's interval of the share right: with n = 20 and z = 1.96, (share + z2 / 40 -+ z sqrt(share (1 - share) / 20 + z2 / 1600)) / (1 + z2 / 20).</summary>
    [Theory]
    [InlineData(18, "is not shown to say more or less than it keeps")] // 0.699 to 0.972
    [InlineData(10, "says more than it keeps")] // 0.299 to 0.701
    public void Sentence_TakesASideOnlyWhereTheIntervalDoes(int right, string expected)
    {
        int[] labels = [.. Enumerable.Range(0, 20).Select(image => image < right ? 0 : 1)];
        CalibrationReport report = CalibrationReport.Of(TestPredictions.FromRows("m", labels, [.. Enumerable.Repeat(new[] { 0.95, 0.05 }, 20)]));
        double share = right / 20.0, square = 1.959963984540054 * 1.959963984540054;
        double middle = (share + square / 40) / (1 + square / 20), half = Math.Sqrt(square * (share * (1 - share) / 20 + square / 1600)) / (1 + square / 20);
        Assert.Equal(0.95 - share, report.Overconfidence.Estimate, 1e-9);
        Assert.Equal(0.95 - middle - half, report.Overconfidence.Low!.Value, 1e-8);
        Assert.Equal(0.95 - middle + half, report.Overconfidence.High!.Value, 1e-8);
        Assert.StartsWith($"m {expected}: confidence minus accuracy", report.Sentence, StringComparison.Ordinal);
    }

    /// <summary>A third of all calibrated models of this kind make no mistake in 60 images, though their confidences hardly differ.</summary>
    [Fact]
    public void Sentence_SureAndNeverWrong_TakesNoSide()
    {
        double[][] rows = [.. Enumerable.Range(0, 60).Select(image => 0.97 + (image % 5 * 0.006)).Select(sure => new[] { sure, 1 - sure })];
        CalibrationReport report = CalibrationReport.Of(TestPredictions.FromRows("m", new int[60], rows));
        Assert.StartsWith("m is not shown to say more or less than it keeps", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_AnotherModel_IsRefusedWithBothNamed()
    {
        TemperatureScaling scaling = TemperatureScaling.Fit(ValidationPredictions.Of(TestPredictions.FromClasses("a", [0, 1], [0, 1], 2, SceneSplit.Validation)));
        string message = Assert.Throws<ArgumentException>(() => scaling.Apply(TestPredictions.FromClasses("b", [0, 1], [0, 1], 2))).Message;
        Assert.Contains("fitted for a, the predictions are of b", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SceneSplit.Test)] // the split that must stay unread
    [InlineData(SceneSplit.Train)] // seen in training
    [InlineData(SceneSplit.Unlabelled)] // no labels
    public void ValidationPredictions_AnotherSplit_IsRefused(SceneSplit split)
    {
        string message = Assert.Throws<ArgumentException>(() => ValidationPredictions.Of(TestPredictions.FromClasses("net", [0, 1], [0, 1], 2, split))).Message;
        Assert.Contains($"net: predictions on the {split} split", message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutOfFold_EveryImage_IsPredictedByAModelThatDidNotSeeIt()
    {
        int[] labels = [.. Enumerable.Range(0, 31).Select(i => i % 3)];
        var held = new List<int>();
        ValidationPredictions result = OutOfFold.Predict("m", ["a", "b", "c"], Images(labels), 5, 9, (train, left) =>
        {
            Assert.Empty(train.Intersect(left));
            Assert.Equal(31, train.Length + left.Length);
            held.AddRange(left);
            var probabilities = new double[left.Length, 3];
            for (int i = 0; i < left.Length; i++) probabilities[i, left[i] % 3] = 1;
            return probabilities;
        });
        Assert.Equal(Enumerable.Range(0, 31), held.Order());
        Assert.Equal(labels, result.Predictions.Predicted);
        Assert.Equal(SceneSplit.Train, result.Predictions.Split);
        int[] folds = OutOfFold.Assign(labels, 5, 9);
        for (int k = 0; k < 3; k++)
            for (int fold = 0; fold < 5; fold++) Assert.InRange(Enumerable.Range(0, 31).Count(i => labels[i] == k && folds[i] == fold), 2, 3);
    }

    /// <summary>A saved model answers with what its card was measured with, also where a class has next to no probability.</summary>
    [Fact]
    public void Probabilities_HighTemperature_KeepTheLeastProbabilityOfPredictions()
    {
        double[] calibrated = TemperatureScaling.Probabilities([0, -60, -60, -60, -60, -60], 10);
        Assert.Equal(1 / (1 + (5 * Math.Pow(1e-15, 0.1))), calibrated[0], 1e-12);
        Assert.Equal(1, calibrated.Sum(), 1e-12);
    }

    [Fact]
    public void Assign_CopiesThatLeaveAFoldEmpty_AreRefused()
    {
        Assert.Contains("1 groups", Assert.Throws<ArgumentException>(() => OutOfFold.Assign([0, 0], 2, 0, ["x", "x"])).Message, StringComparison.Ordinal);
        Assert.Equal(2, OutOfFold.Assign([0, 0, 0], 2, 0, ["x", "y", "z"]).Distinct().Count());
    }

    [Fact]
    public void OutOfFold_ImagesOfAnotherSplit_AreRefused()
    {
        SceneImage[] images = Images([0, 1, 0, 1]);
        images[2] = images[2] with { Split = SceneSplit.Test };
        string message = Assert.Throws<ArgumentException>(() => OutOfFold.Predict("m", ["a", "b"], images, 2, 9, (_, left) => new double[left.Length, 2])).Message;
        Assert.Contains("2.jpg is of the Test split", message, StringComparison.Ordinal);
    }

    private static SceneImage[] Images(int[] labels) => [.. labels.Select((label, i) => new SceneImage($"/{i}.jpg", $"{i}.jpg", label, SceneSplit.Train, $"{i:x64}"))];
}
