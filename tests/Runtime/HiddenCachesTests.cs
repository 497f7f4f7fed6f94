using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
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

    /// <summary>A view of the file lies below the loaded library and has the same name in /proc/self/maps; a call into it would kill the process.</summary>
    [Fact]
    public void LoadAddress_WhileTheFileIsMappedToo_IsThatOfTheLoadedLibrary()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so");
        Assert.SkipUnless(File.Exists(path), "ELF libraries are for Linux.");
        IntPtr library = NativeLibrary.Load(path);
        nint? before = HiddenCaches.LoadAddress(library);
        Assert.NotNull(before);
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        Assert.Equal(before, HiddenCaches.LoadAddress(library));
        string loaded = File.ReadLines("/proc/self/maps").First(line => line.StartsWith($"{before:x}-", StringComparison.Ordinal));
        Assert.Equal("p", loaded.Split(' ')[1][3..]); // private, as the loader maps; views of files that are shared say s
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
