namespace Scenes.Training;

/// <summary>What turns features into logits; see <see cref="Heads"/>.</summary>
public enum HeadKind
{
    /// <summary>One linear layer on features standardised by the training set.</summary>
    Linear,

    /// <summary>A hidden layer with ReLU and dropout, then the logits, on features as they are.</summary>
    TwoLayer,
}
