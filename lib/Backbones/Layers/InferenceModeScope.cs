using static TorchSharp.torch;

namespace Scenes.Backbones.Layers;

/// <summary>A network is in inference mode until this is disposed; then every module has the mode that it had before.</summary>
internal sealed class InferenceModeScope : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] modes;

    public InferenceModeScope(nn.Module network)
    {
        modes = [.. network.modules().Prepend(network).Select(module => (module, module.training))];
        network.eval();
    }

    public void Dispose()
    {
        foreach ((nn.Module module, bool training) in modes) module.train(training); // parts come after what they are part of
    }
}
