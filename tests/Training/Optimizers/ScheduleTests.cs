using System.Text.Json;
using Scenes.Training;

namespace Scenes.Tests.Training;

public sealed class ScheduleTests
{
    private const double Tolerance = 1e-12; // PyTorch multiplies step by step where we use the closed form

    [Theory]
    [InlineData(0)] // one cycle, 40 steps
    [InlineData(1)] // one cycle, a warm-up of 3 steps
    [InlineData(2)] // cosine from the first step
    [InlineData(3)] // cosine after 5 steps of warm-up
    public void LearningRate_EachStep_EqualsPyTorch(int row)
    {
        JsonElement oracle = TrainingOracle.Root.GetProperty("schedules")[row];
        var options = new TrainingOptions
        {
            Schedule = Enum.Parse<LearningRateSchedule>(oracle.GetProperty("schedule").GetString()!),
            LearningRate = oracle.GetProperty("peak").GetDouble(),
            WarmupShare = oracle.GetProperty("share").GetDouble(),
        };
        double[] expected = oracle.GetProperty("rates").Doubles();
        for (int step = 0; step < expected.Length; step++)
            Assert.Equal(expected[step], Schedule.LearningRate(options, step, expected.Length), Tolerance);
    }

    [Fact]
    public void LearningRate_Constant_RisesThenStays()
    {
        var options = new TrainingOptions { Schedule = LearningRateSchedule.Constant, LearningRate = 0.5, WarmupShare = 0.2 };
        Assert.Equal(0.02, Schedule.LearningRate(options, 0, 10), Tolerance);
        Assert.Equal(0.26, Schedule.LearningRate(options, 1, 10), Tolerance);
        Assert.All(Enumerable.Range(2, 8), step => Assert.Equal(0.5, Schedule.LearningRate(options, step, 10), Tolerance));
    }

    [Theory]
    [InlineData(LearningRateSchedule.Constant)]
    [InlineData(LearningRateSchedule.Cosine)]
    [InlineData(LearningRateSchedule.OneCycle)]
    public void LearningRate_ShortestRuns_StayInRange(LearningRateSchedule schedule)
    {
        for (int steps = 1; steps <= 5; steps++)
            for (int step = 0; step < steps; step++)
                Assert.InRange(Schedule.LearningRate(new TrainingOptions { Schedule = schedule, LearningRate = 1 }, step, steps), 0, 1);
    }
}
