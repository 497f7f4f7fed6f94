namespace Scenes.Training;

/// <summary>What the weights of a plain network are drawn from before training. Biases start at 0.</summary>
public enum FirstWeights
{
    /// <summary>Uniform with variance 1 / (3 x inputs): what PyTorch and TorchSharp do by default. Each ReLU layer shrinks its signal about 2.4 times.</summary>
    Default,

    /// <summary>Normal with variance 2 / inputs (Delving Deep into Rectifiers, arXiv:1502.01852): the signal keeps its size through ReLU layers.</summary>
    He,
}
