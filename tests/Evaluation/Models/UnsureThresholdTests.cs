using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class UnsureThresholdTests
{
    [Fact]
    public void Choose_ErrorsAmongTheLowest_HalvesThemWithTheLowestThreshold()
    {
        // 10 answers, 2 wrong (0.55 and 0.65): 20 % wrong, so 10 % are allowed; above 0.65 none of 7 is wrong, from 0.6 on 1 of 9
        UnsureThreshold chosen = Choose((0.55, false), (0.6, true), (0.65, false), (0.7, true), (0.75, true), (0.8, true), (0.85, true), (0.9, true), (0.95, true), (0.99, true));
        Assert.Equal(0.7, chosen.Below);
        Assert.Equal((0.7, 1.0, 0.8), (chosen.SureShare, chosen.SureAccuracy, chosen.Accuracy));
        Assert.True(chosen.IsUnsure(0.69));
        Assert.False(chosen.IsUnsure(0.7));
        Assert.True(chosen.IsUnsure(double.NaN));
    }

    [Fact]
    public void Choose_NoErrors_IsTheLowestProbabilitySeen() => Assert.Equal(0.6, Choose((0.6, true), (0.9, true)).Below);

    [Fact]
    public void Choose_ErrorsOfHighestProbability_MakesEveryAnswerUnsure()
    {
        UnsureThreshold chosen = Choose((0.6, true), (0.7, true), (0.999, false));
        Assert.True(chosen.IsUnsure(1));
        Assert.Null(chosen.SureAccuracy);
    }

    [Fact]
    public void Choose_EqualProbabilities_StayTogether()
    {
        UnsureThreshold chosen = Choose((0.6, false), (0.8, false), (0.8, true), (0.8, true), (0.8, true), (0.9, true));
        Assert.Equal(0.9, chosen.Below); // 1 of 5 wrong from 0.8 on is more than half of 2 of 6
    }

    /// <summary>4 of 20 are wrong; of the ten surest 1 is, which is exactly half the share.</summary>
    [Fact]
    public void Choose_ExactlyHalfTheErrors_IsEnough()
    {
        int[] wrong = [7, 8, 9, 19];
        UnsureThreshold chosen = Choose([.. Enumerable.Range(0, 20).Select(i => (0.5 + i / 50.0, !wrong.Contains(i)))]);
        Assert.Equal((0.5 + 10 / 50.0, 0.5, 0.9), (chosen.Below, chosen.SureShare, chosen.SureAccuracy));
    }

    private static UnsureThreshold Choose(params (double Probability, bool Right)[] answers)
    {
        double[,] probabilities = new double[answers.Length, 2];
        for (int i = 0; i < answers.Length; i++) (probabilities[i, 0], probabilities[i, 1]) = (answers[i].Probability, 1 - answers[i].Probability);
        return UnsureThreshold.Choose(ValidationPredictions.Of(new Predictions("model", SceneSplit.Validation, ["a", "b"], [.. answers.Select((_, i) => $"{i}.jpg")],
            [.. answers.Select(answer => answer.Right ? 0 : 1)], probabilities)));
    }
}
