using Scenes.Backbones;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Faults;

/// <summary>A model's card and head that fit together, made without a training.</summary>
internal static class SmallCard
{
    public static ModelCard Card { get; } = new(
        "small", "modern", ["cold", "warm"],
        new ModelCardBackbone("mobilenet_v2", 0.125, new string('a', 64), ["classifier.*"], Backbone.Pooled, Opened: false, "fp32", "cpu"),
        new ModelCardHead(HeadKind.Linear, 0, new string('b', 64)), BackboneCatalogue.Find("mobilenet_v2").Preprocessing, [FeatureView.Plain], 1.5,
        new UnsureThreshold(0.6, 0.9, 0.95, 0.9), 3, new ModelCardData("set", new string('c', 64), 30, new string('d', 64), 10, new string('e', 64), 0, ""),
        [new ModelCardMetric(Scenes.Data.SceneSplit.Validation, "accuracy", "Wilson interval", 10, 0.9, 0.6, 0.98, 0.95)])
    {
        Extraction = FeatureKey.LibraryVersion,
    };

    public static string Json => Card.ToJson();

    /// <summary>A head whose values are all the same; the caller disposes the tensors.</summary>
    public static Dictionary<string, Tensor> Head(float value, int width = 64) => new()
    {
        ["logits.weight"] = full([2, width], value).DetachFromDisposeScope(),
        ["logits.bias"] = full([2], value).DetachFromDisposeScope(),
    };
}
