namespace Scenes.Reporting;

/// <summary>Sizes of the experiments in the notebooks: small on the built-in sample, full on photographs. The cells are the same.</summary>
public sealed record StudySettings
{
    /// <summary>For the built-in sample: the two first notebooks take about a minute together.</summary>
    public static StudySettings Sample { get; } = new() { TrialEpochs = 4, BaselineEpochs = 24 };

    /// <summary>For photographs.</summary>
    public static StudySettings Real { get; } = new() { TrialEpochs = 4, BaselineEpochs = 30 };

    /// <summary>Epochs of each trial on the way from the article's plain CNN to the baseline.</summary>
    public required int TrialEpochs { get; init; }

    /// <summary>Epochs of the baseline, the CNN that is trained from scratch.</summary>
    public required int BaselineEpochs { get; init; }
}
