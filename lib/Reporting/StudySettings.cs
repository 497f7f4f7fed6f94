namespace Scenes.Reporting;

/// <summary>Sizes of the experiments in the notebooks: small on the built-in sample, full on photographs. The cells are the same.</summary>
public sealed record StudySettings
{
    /// <summary>For the built-in sample: the two first notebooks take about a minute together.</summary>
    public static StudySettings Sample { get; } = new() { CnnImageSize = 48, CnnEpochs = 12, TrialEpochs = 4, CnnBatchSize = 32 };

    /// <summary>For photographs.</summary>
    public static StudySettings Real { get; } = new() { CnnImageSize = 64, CnnEpochs = 20, TrialEpochs = 4, CnnBatchSize = 64 };

    /// <summary>Width and height of the plain CNN's input, in pixels.</summary>
    public required int CnnImageSize { get; init; }

    /// <summary>Epochs of the baseline, the plain CNN in its last form.</summary>
    public required int CnnEpochs { get; init; }

    /// <summary>Epochs of each trial on the way to the baseline.</summary>
    public required int TrialEpochs { get; init; }

    /// <summary>Images per step of the plain CNN.</summary>
    public required int CnnBatchSize { get; init; }
}
