// Compiled by MSBuild while the library is built, against .NET Standard; so without nullable types and newer syntax. A code task is one file, so the tasks stand together.
#nullable disable
#pragma warning disable CA1050, IDE0005 // MSBuild finds a task by its bare name and adds no usings of its own
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Build.Framework;

/// <summary>Mends the copy of a library in an output folder.</summary>
public abstract class OutputLibrary : Microsoft.Build.Utilities.Task
{
    /// <summary>Path of the copy; nothing is done where there is none.</summary>
    [Required]
    public string File { get; set; }

    /// <summary>Whether this machine needs it.</summary>
    protected virtual bool IsNeeded => true;

    public override bool Execute()
    {
        if (!System.IO.File.Exists(File) || !IsNeeded) return true;
        byte[] image = System.IO.File.ReadAllBytes(File);
        string problem = Mend(image, out bool changed);
        if (problem != null)
        {
            Log.LogError("{0} {1}", File, problem);
            return false;
        }
        if (!changed) return true;
        Replace(image);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} was applied.", File, GetType().Name);
        return true;
    }

    /// <summary>Changes the bytes of the library.</summary>
    /// <returns>What forbids it, or null.</returns>
    protected abstract string Mend(byte[] image, out bool changed);

    /// <summary>By rename, so that a hard link into the package folder keeps the original; same time stamp, so that the copy step sees no change.</summary>
    private void Replace(byte[] image)
    {
        string partial = File + "." + Guid.NewGuid().ToString("N") + ".partial";
        DateTime stamp = System.IO.File.GetLastWriteTimeUtc(File);
        System.IO.File.WriteAllBytes(partial, image);
        System.IO.File.SetLastWriteTimeUtc(partial, stamp);
        System.IO.File.Delete(File);
        System.IO.File.Move(partial, File);
    }
}

/// <summary>
/// Lets libLibTorchSharp.so load on hosts whose libstdc++ is older than GCC 13 (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// The library asks for symbol version GLIBCXX_3.4.32. The one symbol behind it, <c>_ZSt21ios_base_library_initv</c>, is a
/// marker that GCC 13 plants: no relocation uses it, nothing calls it. Setting VER_FLG_WEAK on the version entry tells the
/// dynamic linker to go on without it (ELF gABI, "Symbol Versioning", vna_flags). The task changes nothing where the host has
/// the symbol, and refuses where anything besides the marker hangs on that version.
/// </remarks>
public class RelaxLibstdcxxMarker : OutputLibrary
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string Marker = "_ZSt21ios_base_library_initv";
    private const uint DynamicSymbols = 11, Rela = 4, VersionNeeds = 0x6ffffffe, VersionIndices = 0x6fffffff;
    private const ushort WeakFlag = 2;

    [DllImport("libdl.so.2")]
    private static extern IntPtr dlopen(string name, int flags);

    [DllImport("libdl.so.2")]
    private static extern IntPtr dlsym(IntPtr handle, string symbol);

    protected override bool IsNeeded => !HostHasMarker();

    /// <summary>Marks the version weak in the bytes of a library.</summary>
    /// <param name="image">The whole library; changed in place.</param>
    /// <param name="changed">Whether it was changed: not where it does not ask for the version, or was relaxed before.</param>
    /// <returns>What forbids it, or null.</returns>
    public static string Relax(byte[] image, out bool changed)
    {
        changed = false;
        try
        {
            int flags = FindVersionFlags(image, out List<string> symbols);
            if (flags < 0 || (BitConverter.ToUInt16(image, flags) & WeakFlag) != 0) return null;
            if (symbols.Count != 1 || symbols[0] != Marker)
                return "needs " + Version + " for " + string.Join(", ", symbols) + "; this system's libstdc++ is older. Only the marker " + Marker
                    + " can be done without. Use a system with GCC 13's libstdc++, such as Ubuntu 24.04.";
            image[flags] |= (byte)WeakFlag;
            changed = true;
            return null;
        }
        catch (Exception e) when (e is IndexOutOfRangeException || e is ArgumentException || e is InvalidDataException)
        {
            return "is no 64-bit little-endian ELF library: " + e.Message + " Delete it, restore the packages and build again.";
        }
    }

    protected override string Mend(byte[] image, out bool changed) => Relax(image, out changed);

    private static bool HostHasMarker()
    {
        const int Lazy = 1;
        IntPtr library = dlopen("libstdc++.so.6", Lazy);
        return library != IntPtr.Zero && dlsym(library, Marker) != IntPtr.Zero;
    }

    /// <summary>Offset of vna_flags of the version, or -1, and the dynamic symbols bound to it (with "(called)" where a relocation names one).</summary>
    private static int FindVersionFlags(byte[] image, out List<string> symbols)
    {
        symbols = new List<string>();
        if (image[0] != 0x7f || image[1] != 'E' || image[4] != 2 || image[5] != 1) throw new InvalidDataException("wrong magic number.");
        List<Section> sections = Sections(image);
        Section needs = sections.Find(s => s.Type == VersionNeeds), indices = sections.Find(s => s.Type == VersionIndices);
        Section table = sections.Find(s => s.Type == DynamicSymbols);
        if (needs == null || indices == null || table == null) return -1;

        int flags = -1;
        ushort index = 0;
        for (int need = needs.Offset; ;)
        {
            int aux = need + (int)BitConverter.ToUInt32(image, need + 8);
            for (int left = BitConverter.ToUInt16(image, need + 2); left > 0; left--)
            {
                if (Name(image, sections[needs.Link], BitConverter.ToUInt32(image, aux + 8)) == Version)
                {
                    flags = aux + 4;
                    index = BitConverter.ToUInt16(image, aux + 6);
                }
                aux += (int)BitConverter.ToUInt32(image, aux + 12);
            }
            uint next = BitConverter.ToUInt32(image, need + 12);
            if (next == 0) break;
            need += (int)next;
        }
        if (flags < 0) return -1;

        var relocated = new HashSet<uint>();
        foreach (Section section in sections)
            for (int at = section.Offset; section.Type == Rela && at < section.Offset + section.Size; at += 24)
                relocated.Add(BitConverter.ToUInt32(image, at + 12));
        for (uint symbol = 0; symbol < table.Size / 24; symbol++)
        {
            if ((BitConverter.ToUInt16(image, indices.Offset + 2 * (int)symbol) & 0x7fff) != index) continue;
            string name = Name(image, sections[table.Link], BitConverter.ToUInt32(image, table.Offset + 24 * (int)symbol));
            symbols.Add(relocated.Contains(symbol) ? name + " (called)" : name);
        }
        return flags;
    }

    private static List<Section> Sections(byte[] image)
    {
        var sections = new List<Section>();
        int offset = (int)BitConverter.ToUInt64(image, 40), size = BitConverter.ToUInt16(image, 58);
        for (int i = 0; i < BitConverter.ToUInt16(image, 60); i++, offset += size)
            sections.Add(new Section
            {
                Type = BitConverter.ToUInt32(image, offset + 4),
                Offset = (int)BitConverter.ToUInt64(image, offset + 24),
                Size = (int)BitConverter.ToUInt64(image, offset + 32),
                Link = (int)BitConverter.ToUInt32(image, offset + 40),
            });
        return sections;
    }

    private static string Name(byte[] image, Section strings, uint at)
    {
        int start = strings.Offset + (int)at;
        return Encoding.ASCII.GetString(image, start, Array.IndexOf(image, (byte)0, start) - start);
    }

    private sealed class Section
    {
        public uint Type;
        public int Offset, Size, Link;
    }
}

/// <summary>
/// Makes the copy of TorchSharp.dll in an output folder keep the arguments of its methods alive until they return.
/// </summary>
/// <remarks>
/// In <c>tensor / 3.0</c> the number becomes a <c>Scalar</c> with a finaliser. TorchSharp's methods pass its native handle on and say nothing to the garbage
/// collector, so that optimised code counts the object as dead before the native call has read it. Where another thread allocates meanwhile, a
/// collection frees the number in use: "Unknown scalar type", or another number without an error. A program of one division in a loop
/// and one thread that allocates failed after 40,000 to 100,000 divisions. In code compiled without optimisation arguments live as long as their
/// method (docs of <c>GC.KeepAlive</c>), and the time of these methods is spent in native code anyway. The assembly says itself how it is to be compiled, in its
/// DebuggableAttribute: two bits of it are set. TorchSharp 0.107.0; pull request 1496 of its repository is about disposing such scalars.
/// </remarks>
public class KeepArgumentsAlive : OutputLibrary
{
    // The attribute's value in the blob heap (ECMA-335, II.23.3): length, prolog 1, DebuggingModes, no named arguments.
    private const int Length = 9, Modes = 3;
    private const int None = -1, Several = -2;
    private const byte Default = 1, IgnoreSymbols = 2; // of the low byte
    private const byte DisableOptimizations = 1; // of the high byte

    /// <summary>Sets DebuggingModes.Default and DisableOptimizations, which the runtime asks for both.</summary>
    /// <param name="image">The whole assembly; changed in place.</param>
    /// <param name="changed">Whether it was changed: not where both were set before.</param>
    /// <returns>What forbids it, or null.</returns>
    public static string Mark(byte[] image, out bool changed)
    {
        int shipped = Find(image, IgnoreSymbols, 0), marked = Find(image, IgnoreSymbols | Default, DisableOptimizations);
        changed = shipped >= 0 && marked == None;
        if (changed)
        {
            image[shipped + Modes] |= Default;
            image[shipped + Modes + 1] |= DisableOptimizations;
        }
        return changed || (marked >= 0 && shipped == None) ? null
            : "has no DebuggableAttribute where one was expected, so that its methods cannot be told to keep their arguments alive. Restore the packages and build again; "
                + "a newer TorchSharp needs a look at environment/build/OutputLibraries.cs.";
    }

    protected override string Mend(byte[] image, out bool changed) => Mark(image, out changed);

    private static int Find(byte[] image, int low, int high)
    {
        byte[] value = { Length - 1, 1, 0, (byte)low, (byte)high, 0, 0, 0, 0 };
        int found = None;
        for (int at = 0; at <= image.Length - Length; at++)
        {
            int same = 0;
            while (same < Length && image[at + same] == value[same]) same++;
            if (same == Length) found = found == None ? at : Several;
        }
        return found;
    }
}
