namespace Scenes.Evaluation;

/// <summary>The pretrained network that a saved model stands on. Its weights are not in the model's folder.</summary>
/// <param name="Network">Name in <see cref="Backbones.BackboneCatalogue"/>.</param>
/// <param name="WidthFactor">What the channels of every layer are multiplied by; 1 for the network of the paper.</param>
/// <param name="WeightsSha256">SHA-256 of the weights file, 64 hexadecimal digits. The model loads with no other.</param>
/// <param name="LeaveOut">Keys that the weights file may lack: those of the classifiers, and of stages that learnt.</param>
/// <param name="Cut">The last frozen stage, or <see cref="Backbones.Backbone.Pooled"/>.</param>
/// <param name="Opened">Whether the stages after the cut learnt too; they are then part of the model's own file.</param>
/// <param name="Precision">Number format of the computation when it was saved: fp32, bf16 or fp16.</param>
/// <param name="Device">cpu or cuda, when it was saved. On the other kind the fastest format is taken.</param>
public sealed record ModelCardBackbone(
    string Network, double WidthFactor, string WeightsSha256, IReadOnlyList<string> LeaveOut, string Cut, bool Opened, string Precision, string Device);
