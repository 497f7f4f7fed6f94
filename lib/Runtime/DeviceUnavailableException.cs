namespace Scenes.Runtime;

/// <summary>SCENES_DEVICE asks for a device that this build or machine does not have.</summary>
public sealed class DeviceUnavailableException : InvalidOperationException
{
    internal DeviceUnavailableException(string message)
        : base(message)
    {
    }
}
