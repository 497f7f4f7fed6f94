using System.Buffers.Binary;
using System.Text.Json;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>Writes the safetensors format; see <see cref="SafetensorsFile.Write"/>.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8; // the data section starts at a multiple of this, so that every value lies aligned in a mapping

    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var entries = Plan(tensors);
        byte[] header = HeaderBytes(entries, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var entry in entries)
                WriteValues(stream, tensors[entry.Name]);
        });
    }

    /// <summary>The complete header: length field, JSON, and spaces up to the alignment.</summary>
    internal static byte[] HeaderBytes(IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[SafetensorsHeader.PrefixBytes]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 }) WriteMetadata(json, metadata);
            foreach (var entry in entries) WriteEntry(json, entry);
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        byte[] header = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - SafetensorsHeader.PrefixBytes));
        return header;
    }

    private static List<SafetensorsEntry> Plan(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var entries = new List<SafetensorsEntry>(tensors.Count);
        long start = 0;
        foreach (var (name, tensor) in tensors.OrderByDescending(pair => ElementBytes(pair.Key, pair.Value)).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            long end = start + tensor.numel() * ElementBytes(name, tensor);
            entries.Add(new SafetensorsEntry(name, tensor.dtype, tensor.shape, start, end));
            start = end;
        }
        return entries;
    }

    private static int ElementBytes(string name, Tensor tensor)
    {
        if (name is "" or SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"A tensor is named '{name}'; empty names and {SafetensorsHeader.MetadataKey} cannot be stored.", nameof(tensor));
        return SafetensorsTypes.Find(tensor.dtype)?.Bytes
            ?? throw new ArgumentException($"{name} has type {tensor.dtype}; storable: {SafetensorsTypes.Allowed}. Convert it first.", nameof(tensor));
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", SafetensorsTypes.Find(entry.Type)!.Value.Name);
        json.WriteStartArray("shape");
        foreach (long size in entry.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Start);
        json.WriteNumberValue(entry.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(Stream stream, Tensor tensor)
    {
        if (tensor.numel() == 0) return;
        using var scope = NewDisposeScope();
        stream.Write(tensor.detach().cpu().contiguous().bytes);
    }
}
