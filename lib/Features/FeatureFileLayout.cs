using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Scenes.Backbones;

namespace Scenes.Features;

/// <summary>The bytes of a feature file: a safetensors file with one tensor, its key and the checksum of its data.</summary>
/// <param name="Key">What the features were made from.</param>
/// <param name="RowShape">The shape of one image's features: D, or C x H x W.</param>
internal sealed record FeatureFileLayout(FeatureKey Key, IReadOnlyList<long> RowShape)
{
    public const string TensorName = "features", KeyField = "key", ChecksumField = "sha256";

    private static readonly string NoChecksum = new('0', 64);

    public int ElementBytes => Key.Stored == Precision.Float32 ? 4 : 2;

    public int RowBytes => checked((int)RowShape.Aggregate(1L, (product, size) => product * size) * ElementBytes);

    public long DataBytes => (long)RowBytes * Key.Count;

    public long FileBytes => Header(null).Length + DataBytes;

    /// <summary>Reads the layout of a file that should hold the features of a key.</summary>
    /// <exception cref="InvalidDataException">The header is damaged or belongs to another key.</exception>
    public static FeatureFileLayout Read(Stream stream, FeatureKey key)
    {
        using JsonDocument json = ReadHeader(stream);
        try
        {
            if (json.RootElement.GetProperty(SafetensorsHeader.MetadataKey).GetProperty(KeyField).GetString() != key.Json)
                throw new InvalidDataException("its features were made from something else");
            long[] shape = [.. json.RootElement.GetProperty(TensorName).GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            if (shape.Length < 2 || shape[0] != key.Count || shape.Any(size => size is < 1 or > int.MaxValue))
                throw new InvalidDataException($"its shape is {string.Join(" x ", shape)}; expected {key.Count} rows");
            return new FeatureFileLayout(key, shape[1..]);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"its header cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes that a file has when it is finished, as its header says.</summary>
    /// <exception cref="InvalidDataException">The header is damaged or not there yet.</exception>
    public static long FullLength(Stream stream)
    {
        using JsonDocument json = ReadHeader(stream);
        try
        {
            return stream.Position + json.RootElement.GetProperty(TensorName).GetProperty("data_offsets")[1].GetInt64();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"its header cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The first bytes of the file; as long without a checksum as with one, so that it can be filled in at the end.</summary>
    public byte[] Header(string? checksum) => SafetensorsWriter.HeaderBytes(
        [new SafetensorsEntry(TensorName, Key.Stored.ScalarType(), [Key.Count, .. RowShape], 0, DataBytes)],
        new Dictionary<string, string> { [KeyField] = Key.Json, [ChecksumField] = checksum ?? NoChecksum });

    /// <summary>Whether bytes are this header, with any checksum or none.</summary>
    /// <param name="bytes">The first bytes of a file.</param>
    public bool IsHeader(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> blank = Header(null);
        int checksum = blank.LastIndexOf(Encoding.ASCII.GetBytes(NoChecksum)), rest = checksum + NoChecksum.Length;
        return bytes.Length == blank.Length && bytes[..checksum].SequenceEqual(blank[..checksum]) && bytes[rest..].SequenceEqual(blank[rest..]);
    }

    private static JsonDocument ReadHeader(Stream stream)
    {
        const int Limit = 1 << 16;
        Span<byte> length = stackalloc byte[8];
        if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException("it ends within its header");
        long size = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (size is < 2 or > Limit) throw new InvalidDataException($"its header claims {size} bytes; allowed: 2 to {Limit}");
        byte[] text = new byte[size];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length) throw new InvalidDataException("it ends within its header");
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its header cannot be read: {e.Message}", e);
        }
    }
}
