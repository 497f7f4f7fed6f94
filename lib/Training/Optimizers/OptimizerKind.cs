namespace Scenes.Training;

/// <summary>How gradients become steps.</summary>
public enum OptimizerKind
{
    /// <summary>Gradient descent with Nesterov momentum; weight decay is added to the gradient.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay (Decoupled Weight Decay Regularization, arXiv:1711.05101).</summary>
    AdamW,
}
