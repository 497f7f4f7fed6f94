using System.Runtime.InteropServices;

namespace Scenes.Tests.Runtime;

public sealed class SleepingThreadsTests
{
    [Fact]
    public void Library_Loaded_HasToldOpenMpToSleepUnlessTheUserSaidOtherwise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only the OpenMP of libtorch for Linux is told.");
        _ = Scenes.Runtime.Device.Current;
        bool said = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null;
        string? seen = Marshal.PtrToStringAnsi(NativeVariable("OMP_WAIT_POLICY")); // as libgomp reads it
        Assert.Equal(said ? Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") : "passive", seen);
    }

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr NativeVariable(string name);
}
