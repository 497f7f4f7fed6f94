using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>Sizes of the experiments in the notebooks: small on the built-in sample, full on photographs. The cells are the same.</summary>
public sealed record StudySettings
{
    private const string BaselineName = "From scratch";

    /// <summary>For the built-in sample. With some fifty images a class, smaller batches make enough steps of few epochs.</summary>
    public static StudySettings Sample { get; } = new()
    {
        TrialEpochs = 4,
        Baseline = PlainCnnCure.Steps[^1] with
        {
            Name = BaselineName,
            AverageFlips = true,
            Options = PlainCnnCure.Steps[^1].Options with { Epochs = 45, BatchSize = 32, LearningRate = 0.1, AverageDecay = 0.97 },
        },
    };

    /// <summary>For photographs.</summary>
    public static StudySettings Real { get; } = new() { TrialEpochs = 3, Baseline = PlainCnnCure.Baseline with { Name = BaselineName } };

    /// <summary>Epochs of each trial on the way from the article's plain CNN to the baseline.</summary>
    public required int TrialEpochs { get; init; }

    /// <summary>The CNN that is trained from scratch and that later notebooks have to beat.</summary>
    public required CnnRecipe Baseline { get; init; }
}
