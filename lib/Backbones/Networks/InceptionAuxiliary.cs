using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>The auxiliary classifier on the 17 x 17 maps, used in training from scratch (figure 8).</summary>
internal sealed class InceptionAuxiliary : Module<Tensor, Tensor>
{
    /// <summary>Smallest height and width of the map that it takes.</summary>
    public const int MinimumMap = 17;

    private readonly InceptionConvolution conv0;
    private readonly InceptionConvolution conv1;
    private readonly Linear fc;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="classCount">K.</param>
    /// <param name="scale">Width factor.</param>
    public InceptionAuxiliary(int inputs, int classCount, Func<int, int> scale) : base(nameof(InceptionAuxiliary))
    {
        conv0 = new(inputs, scale(128), 1);
        conv1 = new(scale(128), scale(768), 5);
        fc = Linear(scale(768), classCount);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) // N x 768 x 17 x 17
    {
        using var scope = NewDisposeScope();
        var x = conv0.call(Operations.AveragePool(input, 5, stride: 3)); // N x 128 x 5 x 5
        x = Operations.GlobalAverage(conv1.call(x)); // N x 768
        return fc.call(x).MoveToOuterDisposeScope(); // N x K
    }
}
