using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

/// <summary>Networks as if they had been trained: a fresh one has biases of 0 and batch norm that does nothing, so that forgetting them shows nowhere.</summary>
internal static class RandomWeights
{
    /// <summary>Draws biases and the four vectors of batch norm; the same at every call. Filters stay.</summary>
    /// <param name="network">Changed in place.</param>
    public static void Spread(nn.Module network)
    {
        using var withoutGradient = no_grad();
        using var generator = new Generator(3);
        foreach ((string name, Tensor values) in network.state_dict())
        {
            if (name.EndsWith("running_var", StringComparison.Ordinal) || (name.EndsWith(".weight", StringComparison.Ordinal) && values.dim() == 1)) values.uniform_(0.5, 1.5, generator);
            else if (values.dim() == 1) values.normal_(0, 0.1, generator);
        }
    }
}
