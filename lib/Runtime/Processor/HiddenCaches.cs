using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Scenes.Runtime.Processor;

/// <summary>Tells oneDNN the sizes of the processor's caches where a virtual machine hides them.</summary>
/// <remarks>
/// <para>
/// Some hypervisors (Firecracker among them) answer CPUID leaf 0x8000001D, the cache topology of AMD processors, with zeros. oneDNN 3.7, inside
/// libtorch 2.10, then takes every cache for 1 byte large and orders the loops of its weight conversions in a way that gives wrong numbers:
/// convolutions of more than 1 x 1 whose channels fill no whole block of 16 lose taps, gradients differ by a fifth, memory is overwritten. No
/// error is raised. The symptom was reported as pytorch/pytorch#163347.
/// </para>
/// <para>
/// Older leaves still tell the sizes, so they are written where oneDNN keeps them, before its first convolution. Where that place cannot be found
/// (another libtorch), oneDNN is limited to SSE4.1 by its own variable: right, but several times slower.
/// </para>
/// </remarks>
internal static unsafe class HiddenCaches
{
    private const string Isa = "ONEDNN_MAX_CPU_ISA", SafeIsa = "SSE41";

    // const Xbyak::util::Cpu &dnnl::impl::cpu::x64::cpu()
    private const string Accessor = "_ZN4dnnl4impl3cpu3x643cpuEv";

    // at::Context &at::globalContext()
    private const string Context = "_ZN2at13globalContextEv";

    // Words of 32 bits in Xbyak::util::Cpu: bytes of each cache level, threads that share it, and the number of levels.
    private const int Sizes = 7, Sharing = 17, Levels = 27, LevelCount = 3;

    // A third level is shared by many cores, and how many is hidden too; no server of that maker has less for each.
    private const uint LargestThirdLevel = 4 << 20;

    /// <summary>What was done about it, in one sentence; null where the processor shows its caches.</summary>
    public static string? Remedy { get; private set; }

    /// <summary>Whether this is an AMD processor whose cache topology reads as zeros.</summary>
    public static bool AreHidden
    {
        get
        {
            if (!X86Base.IsSupported) return false;
            (int most, int vendor1, int vendor3, int vendor2) = X86Base.CpuId(unchecked((int)0x80000000), 0);
            bool isAmd = (vendor1, vendor2, vendor3) == (0x68747541, 0x69746e65, 0x444d4163); // "Auth" "enti" "cAMD"
            return isAmd && (uint)most >= 0x8000001D && X86Base.CpuId(unchecked((int)0x8000001D), 0) == default;
        }
    }

    /// <summary>Must run before libtorch computes anything, because it reads the processor once; may load it.</summary>
    internal static void Mend()
    {
        if (!OperatingSystem.IsLinux() || !AreHidden || Environment.GetEnvironmentVariable(Isa) == SafeIsa) return;
        string folder = Path.GetDirectoryName(typeof(HiddenCaches).Assembly.Location) ?? AppContext.BaseDirectory;
        if (Write(Path.Combine(folder, "libtorch_cpu.so")))
        {
            Remedy = "this virtual machine hides the processor's cache sizes; they were told to libtorch, which computes wrongly without";
            return;
        }
        NativeEnvironment.Set(Isa, SafeIsa);
        Remedy = $"this virtual machine hides the processor's cache sizes, without which libtorch computes wrongly; it is limited to slower instructions ({Isa}={SafeIsa})";
    }

    /// <summary>Sizes in bytes of the first, second and third level, by the leaves that every hypervisor passes on.</summary>
    internal static uint[] SizesOfOldLeaves()
    {
        (_, _, int first, _) = X86Base.CpuId(unchecked((int)0x80000005), 0);
        (_, _, int second, int third) = X86Base.CpuId(unchecked((int)0x80000006), 0);
        return [(uint)first >> 24 << 10, (uint)second >> 16 << 10, (uint)Math.Min(((ulong)(uint)third >> 18) << 19, LargestThirdLevel)];
    }

    private static bool Write(string library)
    {
        if (!File.Exists(library) || ElfSymbols.Find(library, Accessor) is not { } offset) return false;
        IntPtr handle = NativeLibrary.Load(library);
        DisableNnpack(handle);
        if (LoadAddress(handle) is not { } address) return false;
        uint* words = ((delegate* unmanaged<uint*>)(address + offset))();
        uint[] sizes = SizesOfOldLeaves();
        if (sizes[0] == 0 || sizes[1] == 0) return false;
        if (words[Levels] != LevelCount) return false;
        for (int level = 0; level < LevelCount; level++)
            if (words[Sizes + level] is not 1 && words[Sizes + level] != sizes[level] || words[Sharing + level] != 1) return false;
        for (int level = 0; level < LevelCount; level++) words[Sizes + level] = Math.Max(sizes[level], 1u);
        return true;
    }

    /// <summary>NNPACK does not start on such a machine and says so at every convolution. libtorch then goes on without it; this asks it not to try.</summary>
    private static void DisableNnpack(IntPtr libtorch)
    {
        // void at::Context::setUserEnabledNNPACK(bool)
        if (!NativeLibrary.TryGetExport(libtorch, Context, out IntPtr context)) return;
        if (!NativeLibrary.TryGetExport(libtorch, "_ZN2at7Context20setUserEnabledNNPACKEb", out IntPtr enable)) return;
        ((delegate* unmanaged<IntPtr, byte, void>)enable)(((delegate* unmanaged<IntPtr>)context)(), 0);
    }

    /// <summary>Where the loader has put libtorch; null where it does not say. The list of mappings would not do: a view of the file looks there like the library.</summary>
    /// <param name="libtorch">The loaded library.</param>
    internal static nint? LoadAddress(IntPtr libtorch)
    {
        try
        {
            return NativeLibrary.TryGetExport(libtorch, Context, out IntPtr known) && Locate(known, out Located found) != 0 ? found.Base : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library without it
        }
    }

    [DllImport("libc", EntryPoint = "dladdr")]
    private static extern int Locate(IntPtr address, out Located found);

    /// <summary>Dl_info of dlfcn.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Located
    {
        public readonly nint Name, Base, Symbol, Address;
    }
}
