using Scenes.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>Random weights of a network: each parameter has a generator of its own, named by its key.</summary>
internal static class Initialisation
{
    private const double LinearStd = 0.01;

    /// <summary>He initialisation by fan out (arXiv 1502.01852) for convolutions, small normal values for linear layers, zeros for biases.</summary>
    public static void Apply(nn.Module network, long seed)
    {
        using var withoutGradient = no_grad();
        foreach (var (name, module) in network.named_modules())
        {
            switch (module)
            {
                case Conv2d convolution:
                    double fanOut = (double)convolution.out_channels / convolution.groups * convolution.kernel_size[0] * convolution.kernel_size[1];
                    Fill(convolution.weight, Math.Sqrt(2 / fanOut), seed, name);
                    convolution.bias?.zero_();
                    break;
                case Linear linear:
                    Fill(linear.weight, LinearStd, seed, name);
                    linear.bias?.zero_();
                    break;
            }
        }
    }

    private static void Fill(Tensor weight, double std, long seed, string name)
    {
        using var generator = new Generator((ulong)Seeds.Derive(seed, $"{name}.weight"), CPU);
        weight.normal_(0, std, generator); // nn.init.normal_ takes a generator too, but leaves it unused
    }
}
