namespace Scenes.Runner.Doctor.Checks;

/// <summary>Where tensors are computed.</summary>
internal sealed record DeviceCheck() : Check("device")
{
    public override Finding Look(Surroundings at)
    {
        string device;
        try
        {
            device = at.Device();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return Problem(error.GetBaseException().Message, $"Unset {Runtime.Device.Variable} for an automatic choice.");
        }
        catch (Exception error) // libtorch itself is missing or foreign; its loader throws what the platform gives
        {
            return Problem(error.GetBaseException().Message, NativesCheck.Rebuild);
        }
        if (device.StartsWith("cpu", StringComparison.Ordinal) && at.HasNvidiaDriver() && string.IsNullOrEmpty(at.Variable(Runtime.Device.Variable)))
            return Hint($"{device}, but there is an NVIDIA driver", "Set the variable TorchBackend=cuda and build again (about 6 GB from nuget.org).");
        return Good(device);
    }
}
