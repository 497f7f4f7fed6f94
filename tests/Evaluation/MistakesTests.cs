using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class MistakesTests
{
    private static readonly Case[] Stored = StoredOutputs.Read<Case[]>("evaluation", "confident.json");

    [Fact]
    public void ConfusedPairs_BothWays_AreAddedAndSorted()
    {
        var matrix = ConfusionMatrix.Of(["ice", "rock", "sea"], [0, 0, 0, 1, 1, 2, 2, 2], [1, 1, 2, 0, 1, 2, 0, 2]);
        IReadOnlyList<ConfusedPair> pairs = ConfusedPair.Of(matrix);
        Assert.Equal([new ConfusedPair("ice", "rock", 2, 1, 0.6), new ConfusedPair("ice", "sea", 1, 1, 0.4)], pairs);
        Assert.Equal("rock", Assert.Single(ConfusedPair.Of(matrix, most: 1)).Second);
        Assert.Empty(ConfusedPair.Of(ConfusionMatrix.Of(["a", "b"], [0, 1], [0, 1])));
    }

    [Fact]
    public void HardImages_AllWrong_MostConfidentFirst()
    {
        int[] labels = [0, 0, 0, 1];
        Predictions a = TestPredictions.FromRows("a", labels, [[0.4, 0.6], [0.1, 0.9], [0.2, 0.8], [0.1, 0.9]]);
        Predictions b = TestPredictions.FromRows("b", labels, [[0.3, 0.7], [0.05, 0.95], [0.9, 0.1], [0.4, 0.6]]);
        IReadOnlyList<HardImage> hard = HardImage.Of([a, b]);
        Assert.Equal(["1.jpg", "0.jpg"], hard.Select(image => image.File));
        Assert.Equal(0.925, hard[0].MeanConfidence, 1e-12);
        Assert.Equal(0.075, hard[0].MeanTrueProbability, 1e-12);
        Assert.Equal(new MemberAnswer("b", 1, 0.95), hard[0].Answers[1]);
        Assert.Single(HardImage.Of([a, b], most: 1));
    }

    [Fact]
    public void ConfidentLearning_StoredCases_EqualsThePapersEquations()
    {
        foreach (Case one in Stored)
        {
            Predictions predictions = TestPredictions.FromRows("m", one.Labels, one.Probabilities);
            var byRate = ConfidentLearning.Find(predictions);
            StoredOutputs.AssertClose(one.Thresholds, byRate.Thresholds, 1e-12, "thresholds");
            StoredOutputs.AssertClose([.. one.Joint.SelectMany(row => row)], [.. byRate.Joint.Cast<double>()], 1e-12, "joint");
            Assert.Equal(one.ConfidentJoint.SelectMany(row => row), byRate.ConfidentJoint.Cast<int>());
            Assert.Equal(one.ByNoiseRate, byRate.Errors.Select(error => error.Image).Order());
            Assert.Equal(one.ByJoint, ConfidentLearning.Find(predictions, LabelErrorRule.ConfidentJoint).Errors.Select(error => error.Image).Order());
            Assert.Equal(byRate.Errors.Select(error => error.Margin).OrderDescending(), byRate.Errors.Select(error => error.Margin));
        }
    }

    [Fact]
    public void ConfidentLearning_PlantedNoise_IsMostlyFound()
    {
        foreach (Case one in Stored)
        {
            var found = ConfidentLearning.Find(TestPredictions.FromRows("m", one.Labels, one.Probabilities));
            string[] planted = [.. Enumerable.Range(0, one.Labels.Length).Where(i => one.Labels[i] != one.Truth[i]).Select(i => $"{i}.jpg")];
            LabelErrorCheck check = found.Against([.. planted, "elsewhere.jpg"]);
            Assert.Equal(planted.Length, check.Known);
            Assert.Equal((0, null, null), (found.Against(["elsewhere.jpg"]).Known, found.Against(["elsewhere.jpg"]).Precision, found.Against(["elsewhere.jpg"]).Recall)); // nothing known, nothing to be found
            Assert.InRange(found.NoiseRate, 0.5 * planted.Length / one.Labels.Length, 1.5 * planted.Length / one.Labels.Length);
            Assert.True(check.Precision!.Estimate > 0.6 && check.Recall!.Estimate > 0.7, $"{check.Precision.Sentence} {check.Recall!.Sentence}");
            int right = found.Errors.Count(error => error.Suggested == one.Truth[error.Image] && one.Labels[error.Image] != one.Truth[error.Image]);
            Assert.True(right >= 0.9 * check.Hits, $"{right} of {check.Hits} found errors come with the true class");
        }
    }

    [Fact]
    public void ConfidentLearning_WorkedByHand_FindsTheSwappedLabel()
    {
        // Thresholds: class 0 (0.9 + 0.8 + 0.1) / 3 = 0.6, class 1 (0.9 + 0.7) / 2 = 0.8. Image 2 is labelled 0 and confidently 1; image 4 reaches no threshold.
        Predictions predictions = TestPredictions.FromRows("m", [0, 0, 0, 1, 1], [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.1, 0.9], [0.3, 0.7]]);
        var found = ConfidentLearning.Find(predictions);
        Assert.Equal([2, 1, 0, 1], found.ConfidentJoint.Cast<int>());
        StoredOutputs.AssertClose([0.4, 0.2, 0, 0.4], [.. found.Joint.Cast<double>()], 1e-15, "joint");
        Assert.Equal(0.2, found.NoiseRate, 1e-12);
        LabelError error = Assert.Single(found.Errors);
        Assert.Equal((2, "2.jpg", 0, 1), (error.Image, error.File, error.Label, error.Suggested));
        Assert.Equal(0.8, error.Margin, 1e-12);
    }

    [Fact]
    public void ConfidentLearning_ClassWithoutImages_IsNeverSuggested()
    {
        Predictions predictions = TestPredictions.FromRows("m", [0, 1], [[0.1, 0.1, 0.8], [0.1, 0.8, 0.1]]);
        var found = ConfidentLearning.Find(predictions, LabelErrorRule.ConfidentJoint);
        Assert.Empty(found.Errors);
        Assert.Equal(1, found.Joint.Cast<double>().Sum(), 1e-12);
    }

    private sealed record Case(int[] Truth, int[] Labels, double[][] Probabilities, double[] Thresholds, int[][] ConfidentJoint, double[][] Joint, int[] ByJoint, int[] ByNoiseRate);
}
