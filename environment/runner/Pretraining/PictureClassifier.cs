using Scenes.Backbones;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Runner.Pretraining;

/// <summary>A backbone's pooled features and one linear layer, to be trained together. Disposing it leaves the backbone alone.</summary>
internal sealed class PictureClassifier : nn.Module<Tensor, Tensor>
{
    private readonly Backbone backbone;
    private readonly Dropout dropout;
    private readonly Linear linear;

    public PictureClassifier(Backbone backbone, int kinds) : base(nameof(PictureClassifier))
    {
        this.backbone = backbone;
        dropout = nn.Dropout(0.1);
        linear = nn.Linear(backbone.FeatureWidth, kinds);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) // N x 3 x H x W
    {
        using var scope = NewDisposeScope();
        Tensor features = backbone.Features(input); // N x D
        return linear.call(dropout.call(features)).MoveToOuterDisposeScope(); // N x K
    }
}
