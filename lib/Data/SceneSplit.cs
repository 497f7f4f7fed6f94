namespace Scenes.Data;

/// <summary>Which part of a set an image belongs to.</summary>
public enum SceneSplit
{
    /// <summary>Weights are fitted on these images.</summary>
    Train,

    /// <summary>Every choice (epoch, learning rate, members, temperature) is made on these images.</summary>
    Validation,

    /// <summary>Read once, at the end; never used for a choice.</summary>
    Test,

    /// <summary>Images without a label.</summary>
    Unlabelled,
}
