using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>One link of the chain that leads from pixels to the last map. A network can be cut after any of them.</summary>
/// <param name="Name">Name in the state dict, such as <c>layer3.5</c>.</param>
/// <param name="Module">Maps N x C x H x W to the next map.</param>
public sealed record Stage(string Name, nn.Module<Tensor, Tensor> Module);
