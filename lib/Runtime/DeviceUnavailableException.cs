namespace Scenes.Runtime;

/// <summary>What was asked for needs a device, or a part of libtorch, that this build or machine does not have.</summary>
public sealed class DeviceUnavailableException : InvalidOperationException
{
    internal DeviceUnavailableException(string message)
        : base(message)
    {
    }
}
