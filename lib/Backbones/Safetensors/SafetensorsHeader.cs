using System.Text.Json;

namespace Scenes.Backbones;

/// <summary>
/// The header of a safetensors file: an 8-byte little-endian length, then that many bytes of JSON that map each name to type, shape
/// and byte range. The ranges cover the rest of the file exactly, without overlap or gap.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes of the length field before the JSON.</summary>
    public const int PrefixBytes = 8;

    /// <summary>The longest header that is read, in bytes; the format's own limit.</summary>
    public const long MaximumBytes = 100_000_000;

    internal const string MetadataKey = "__metadata__";

    private const int MaximumRank = 16; // far above any network's, and it keeps the product below from being long
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private SafetensorsHeader(Dictionary<string, SafetensorsEntry> tensors, Dictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors { get; }

    /// <summary>Free text by key; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Checks the length field.</summary>
    /// <param name="length">Its value.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <param name="source">Names the file in errors.</param>
    /// <exception cref="InvalidDataException">The length is 0, above the limit, or reaches past the end of the file.</exception>
    public static void CheckLength(ulong length, long fileLength, string source)
    {
        if (length is 0 or > MaximumBytes)
            throw Bad(source, $"its header claims {length} bytes; allowed: 1 to {MaximumBytes}. Is it a safetensors file?");
        if ((long)length > fileLength - PrefixBytes)
            throw Bad(source, $"its header claims {length} bytes, but only {fileLength - PrefixBytes} follow the length field. Fetch the file again.");
    }

    /// <summary>Reads and checks the JSON of a header.</summary>
    /// <param name="json">UTF-8 text, without the length field.</param>
    /// <param name="dataBytes">Bytes of the file after the header.</param>
    /// <param name="source">Names the file in errors.</param>
    /// <returns>Entries whose types, shapes and ranges fit together and fill the file.</returns>
    /// <exception cref="InvalidDataException">Anything is malformed, unknown, overlapping or missing; the message says which tensor and why.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataBytes, string source)
    {
        var tensors = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            foreach (var property in Members(document.RootElement, source, "the header"))
            {
                if (property.Name == MetadataKey)
                    foreach (var entry in Members(property.Value, source, MetadataKey)) metadata[entry.Name] = entry.Value.GetString() ?? "";
                else
                    tensors[property.Name] = ReadEntry(property.Name, property.Value, source);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{source}: its header is not the JSON of a safetensors file ({error.Message})", error);
        }
        CheckRanges(tensors.Values, dataBytes, source);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string source, string what) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Bad(source, $"{what} is {element.ValueKind}; expected an object.");

    private static SafetensorsEntry ReadEntry(string name, JsonElement value, string source)
    {
        string dtype = value.GetProperty("dtype").GetString() ?? "null";
        var known = SafetensorsTypes.Find(dtype) ?? throw Bad(source, $"{name} has dtype {dtype}; readable: {SafetensorsTypes.Allowed}.");
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long[] range = [.. value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (shape.Length > MaximumRank || shape.Any(size => size < 0))
            throw Bad(source, $"{name} has shape {SafetensorsEntry.ShapeText(shape)}; allowed: up to {MaximumRank} sizes of 0 or more.");
        if (range.Length != 2 || range[0] < 0 || range[1] < range[0])
            throw Bad(source, $"{name} has data_offsets [{string.Join(", ", range)}]; expected a start of 0 or more and an end not before it.");
        if (ByteCount(shape, known.Bytes) is not { } bytes || bytes != range[1] - range[0])
            throw Bad(source, $"{name} ({dtype} {SafetensorsEntry.ShapeText(shape)}) has a byte range of {range[1] - range[0]}, which its shape does not fill.");
        return new SafetensorsEntry(name, known.Type, shape, range[0], range[1]);
    }

    private static long? ByteCount(long[] shape, int elementBytes)
    {
        Int128 bytes = elementBytes;
        foreach (long size in shape.Where(size => size > 0)) // strides are products of these, in an empty tensor too
        {
            bytes *= size;
            if (bytes > long.MaxValue) return null;
        }
        return shape.Contains(0) ? 0 : (long)bytes;
    }

    private static void CheckRanges(IEnumerable<SafetensorsEntry> entries, long dataBytes, string source)
    {
        long end = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            if (entry.Start < end) throw Bad(source, $"{entry.Name} starts at byte {entry.Start}, inside the tensor before it, which ends at {end}.");
            if (entry.Start > end) throw Bad(source, $"bytes {end} to {entry.Start} before {entry.Name} belong to no tensor.");
            end = entry.End;
        }
        if (end > dataBytes) throw Bad(source, $"its tensors need {end} bytes, but {dataBytes} follow the header. The file is cut off; fetch it again.");
        if (end < dataBytes) throw Bad(source, $"{dataBytes - end} bytes after the last tensor belong to no tensor.");
    }

    private static InvalidDataException Bad(string source, string problem) => new($"{source}: {problem}");
}
