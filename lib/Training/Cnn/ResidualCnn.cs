using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>A small residual network for images of 48 to 160 pixels, made to be trained from scratch on a CPU: the baseline of the project.</summary>
/// <remarks>
/// A convolution of stride 2, then for each stage another one and a <see cref="ResidualBlock"/>, a global average and a linear layer. All convolutions are 3 x 3 without bias, each followed by batch norm and ReLU.
/// </remarks>
internal sealed class ResidualCnn : nn.Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <summary>A network with first weights from torch's global generator; set <c>torch.manual_seed</c> before.</summary>
    /// <param name="classCount">K, 2 or more.</param>
    /// <param name="stemWidth">Channels of the first convolution.</param>
    /// <param name="widths">Channels of each stage.</param>
    /// <param name="dropoutShare">Share of features dropped before the linear layer; 0 to below 1.</param>
    public ResidualCnn(int classCount, int stemWidth, IReadOnlyList<int> widths, double dropoutShare = 0)
        : base(nameof(ResidualCnn))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        ArgumentNullException.ThrowIfNull(widths);
        var layers = new List<(string, nn.Module<Tensor, Tensor>)> { ("stem", Convolution(3, stemWidth)) };
        int channels = stemWidth;
        foreach ((int stage, int width) in widths.Index())
        {
            layers.Add(($"stage{stage + 1}", nn.Sequential(("reduce", Convolution(channels, width)), ("block", new ResidualBlock(width)))));
            channels = width;
        }
        features = nn.Sequential(layers);
        dropout = nn.Dropout(dropoutShare);
        classifier = nn.Linear(channels, classCount);
        RegisterComponents();
        foreach (nn.Module module in modules())
            if (module is Conv2d convolution) nn.init.kaiming_normal_(convolution.weight!, mode: nn.init.FanInOut.FanOut);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) // N x 3 x H x W
    {
        using var scope = NewDisposeScope();
        Tensor maps = features.call(input); // N x C x H/16 x W/16 with three stages
        Tensor pooled = maps.mean([2, 3]); // N x C
        return classifier.call(dropout.call(pooled)).MoveToOuterDisposeScope(); // N x K
    }

    private static Sequential Convolution(int input, int output) => nn.Sequential(
        ("convolution", nn.Conv2d(input, output, 3, stride: 2, padding: 1, bias: false)),
        ("norm", nn.BatchNorm2d(output)),
        ("relu", nn.ReLU(inplace: true)));
}
