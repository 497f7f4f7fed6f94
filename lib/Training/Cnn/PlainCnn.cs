using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>The article's kind of network: stacked 3 x 3 convolutions with ReLU and max pooling, then dense layers.</summary>
public sealed class PlainCnn : nn.Module<Tensor, Tensor>
{
    /// <summary>Halvings of width and height by max pooling.</summary>
    public const int Poolings = 4;

    private static readonly int[][] Stages = [[16, 16], [32, 32], [64, 64], [64, 64]];
    private static readonly int[] DenseWidths = [128, 64];

    private readonly Sequential layers;

    /// <summary>A network with first weights from torch's global generator; set <c>torch.manual_seed</c> before.</summary>
    /// <param name="classCount">K, 2 or more.</param>
    /// <param name="imageSize">H and W in pixels, 16 or more.</param>
    /// <param name="firstWeights">What convolutions and dense layers start from.</param>
    /// <param name="batchNorm">Whether each convolution and hidden dense layer is followed by batch norm.</param>
    public PlainCnn(int classCount, int imageSize, FirstWeights firstWeights = FirstWeights.Default, bool batchNorm = false)
        : base(nameof(PlainCnn))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, 1 << Poolings);
        var list = new List<(string, nn.Module<Tensor, Tensor>)>();
        int channels = 3;
        foreach ((int stage, int[] widths) in Stages.Index())
        {
            foreach ((int number, int width) in widths.Index())
            {
                string name = $"{stage + 1}_{number + 1}";
                list.Add(($"conv{name}", nn.Conv2d(channels, width, 3, padding: 1)));
                if (batchNorm) list.Add(($"norm{name}", nn.BatchNorm2d(width)));
                list.Add(($"relu{name}", nn.ReLU(inplace: true)));
                channels = width;
            }
            list.Add(($"pool{stage + 1}", nn.MaxPool2d(2)));
        }
        list.Add(("flatten", nn.Flatten()));
        int features = channels * (imageSize >> Poolings) * (imageSize >> Poolings);
        foreach ((int number, int width) in DenseWidths.Index())
        {
            list.Add(($"dense{number + 1}", nn.Linear(features, width)));
            if (batchNorm) list.Add(($"normDense{number + 1}", nn.BatchNorm1d(width)));
            list.Add(($"reluDense{number + 1}", nn.ReLU(inplace: true)));
            features = width;
        }
        list.Add(("logits", nn.Linear(features, classCount)));
        layers = nn.Sequential(list);
        RegisterComponents();
        foreach (nn.Module module in modules()) Start(module, firstWeights);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => layers.call(input); // N x 3 x S x S to N x K

    private static void Start(nn.Module module, FirstWeights firstWeights)
    {
        (Parameter? weight, Parameter? bias) = module switch
        {
            Conv2d convolution => (convolution.weight, convolution.bias),
            Linear linear => (linear.weight, linear.bias),
            _ => default,
        };
        if (bias is not null) nn.init.zeros_(bias);
        if (weight is not null && firstWeights == FirstWeights.He) nn.init.kaiming_normal_(weight);
    }
}
