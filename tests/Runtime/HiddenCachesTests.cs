using Scenes.Runtime.Processor;

namespace Scenes.Tests.Runtime;

public sealed class HiddenCachesTests
{
    [Fact]
    public void Remedy_WhereCachesAreHidden_IsThereAndNowhereElse() => Assert.Equal(
        OperatingSystem.IsLinux() && HiddenCaches.AreHidden && Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") != "SSE41", HiddenCaches.Remedy is not null);

    [Fact]
    public void SizesOfOldLeaves_OnAnAmdProcessor_AreThoseOfCaches()
    {
        Assert.SkipUnless(HiddenCaches.AreHidden, "Only virtual machines that hide the sizes ask the old leaves.");
        uint[] sizes = HiddenCaches.SizesOfOldLeaves();
        Assert.InRange(sizes[0], 16u << 10, 256u << 10);
        Assert.InRange(sizes[1], 256u << 10, 16u << 20);
    }

    [Fact]
    public void Find_SymbolsOfLibtorch_AreFoundOrNot()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so");
        Assert.SkipUnless(File.Exists(library), "ELF libraries are for Linux.");
        Assert.True(ElfSymbols.Find(library, "_ZN4dnnl4impl3cpu3x643cpuEv") > 0);
        Assert.Null(ElfSymbols.Find(library, "_ZN4dnnl4impl3cpu3x643cpuEv2"));
    }

    [Fact]
    public void Find_InAFileThatIsNoLibrary_IsNull()
    {
        string path = Path.Combine(Path.GetTempPath(), $"scenes-{Guid.NewGuid():N}");
        File.WriteAllText(path, new string('x', 200));
        try
        {
            Assert.Null(ElfSymbols.Find(path, "main"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
