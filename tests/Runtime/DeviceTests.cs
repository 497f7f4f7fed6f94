using Scenes.Runtime;

namespace Scenes.Tests.Runtime;

public sealed class DeviceTests
{
    [Fact]
    public void Choose_Cpu_IsTheCpuBecauseTheVariableSaysSo()
    {
        Device device = Device.Choose("cpu");
        Assert.False(device.IsCuda);
        Assert.StartsWith("SCENES_DEVICE=cpu", device.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0x")]
    public void Choose_Unknown_NamesWhatIsAllowed(string wanted)
    {
        var error = Assert.Throws<ArgumentException>(() => Device.Choose(wanted));
        Assert.Contains($"'{wanted}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("cuda:0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_CudaInACpuBuild_SaysHowToBuildForIt()
    {
        Assert.SkipUnless(!Device.Choose(null).IsCuda, "This machine has CUDA; the refusal shows on machines without it.");
        var error = Assert.Throws<DeviceUnavailableException>(() => Device.Choose("cuda:0"));
        Assert.Contains("TorchBackend=cuda", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_CudaDeviceThatIsNotThere_SaysHowManyThereAre()
    {
        Assert.SkipUnless(Device.Choose(null).IsCuda, "Needs an NVIDIA GPU and a build with TorchBackend=cuda.");
        Assert.Contains("numbered from 0", Assert.Throws<DeviceUnavailableException>(() => Device.Choose("cuda:99")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Current_Always_SaysWhy() => Assert.NotEmpty(Device.Current.Reason);
}
