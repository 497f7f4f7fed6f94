namespace Scenes.Training;

/// <summary>Which mean and deviation are taken off and divided by before pixels reach a pretrained network.</summary>
public enum InputScaling
{
    /// <summary>Those that the weights were trained with.</summary>
    OfTheWeights,

    /// <summary>None: bytes divided by 255, as in the article. The weights expect something else.</summary>
    UnitRange,
}
