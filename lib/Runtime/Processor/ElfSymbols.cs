using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace Scenes.Runtime.Processor;

/// <summary>Looks names up in the full symbol table of a 64-bit little-endian ELF library, hidden symbols included.</summary>
internal static class ElfSymbols
{
    private const int HeaderBytes = 64, SectionBytes = 64, SymbolBytes = 24;
    private const uint SymbolTable = 2;

    /// <summary>Where a symbol lies, counted from the address that the library is loaded at.</summary>
    /// <param name="path">The library.</param>
    /// <param name="name">Its mangled name.</param>
    /// <returns>The offset; null where the file has no symbol table, no such symbol, or is no such library.</returns>
    public static long? Find(string path, string name)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        try
        {
            byte[] header = Read(view, 0, HeaderBytes);
            if (!header.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8)) return null;
            long sections = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(40));
            int count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(60));
            for (int index = 0; index < count; index++)
            {
                byte[] section = Read(view, sections + (long)index * SectionBytes, SectionBytes);
                if (BinaryPrimitives.ReadUInt32LittleEndian(section.AsSpan(4)) != SymbolTable) continue;
                long link = sections + (long)BinaryPrimitives.ReadUInt32LittleEndian(section.AsSpan(40)) * SectionBytes;
                return FindIn(view, Extent(section), Extent(Read(view, link, SectionBytes)), name);
            }
            return null;
        }
        catch (ArgumentException)
        {
            return null; // an offset outside the file
        }
    }

    private static long? FindIn(MemoryMappedViewAccessor view, (long Offset, long Length) symbols, (long Offset, long Length) names, string name)
    {
        byte[] table = Read(view, symbols.Offset, (int)symbols.Length);
        byte[] wanted = [.. Encoding.ASCII.GetBytes(name), 0];
        byte[] found = new byte[wanted.Length];
        for (int at = 0; at + SymbolBytes <= table.Length; at += SymbolBytes)
        {
            long text = names.Offset + BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(at));
            if (view.ReadByte(text + wanted.Length - 1 < names.Offset + names.Length ? text + wanted.Length - 1 : text) != 0) continue;
            if (view.ReadArray(text, found, 0, found.Length) == found.Length && found.AsSpan().SequenceEqual(wanted))
                return BinaryPrimitives.ReadInt64LittleEndian(table.AsSpan(at + 8));
        }
        return null;
    }

    private static (long Offset, long Length) Extent(byte[] section) =>
        (BinaryPrimitives.ReadInt64LittleEndian(section.AsSpan(24)), BinaryPrimitives.ReadInt64LittleEndian(section.AsSpan(32)));

    private static byte[] Read(MemoryMappedViewAccessor view, long offset, int length)
    {
        byte[] bytes = new byte[length];
        if (view.ReadArray(offset, bytes, 0, length) != length) throw new ArgumentException("The file ends early.");
        return bytes;
    }
}
