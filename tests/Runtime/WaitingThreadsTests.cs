using System.Runtime.InteropServices;
using Scenes.Runtime.Processor;

namespace Scenes.Tests.Runtime;

public sealed class WaitingThreadsTests
{
    [Fact]
    public void Library_Loaded_HasToldOpenMpToSleepSoonUnlessTheUserSaidOtherwise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only the OpenMP of libtorch for Linux is told.");
        _ = Scenes.Runtime.Device.Current;
        string? count = Environment.GetEnvironmentVariable("GOMP_SPINCOUNT");
        bool isSet = count is not null || Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null;
        Assert.Equal(isSet ? count : WaitingThreads.Turns, Marshal.PtrToStringAnsi(NativeVariable("GOMP_SPINCOUNT"))); // as libgomp reads it
    }

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr NativeVariable(string name);
}
