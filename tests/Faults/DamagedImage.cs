using System.Buffers.Binary;
using Scenes.Imaging;
using Scenes.Runtime;
using Scenes.Tests.Data;
using Scenes.Tests.Imaging;

namespace Scenes.Tests.Faults;

/// <summary>One of a numbered row of spoilt image files: JPEG (CMYK too), PNG of 8 and 16 bits, BMP, GIF of two frames, WebP; huge headers, wrong names, random bytes.</summary>
internal sealed record DamagedImage(string Name, byte[] Bytes)
{
    private const int Width = 48, Height = 36;

    private static readonly Lazy<(string Extension, byte[] Bytes)[]> Whole = new(MakeWhole);

    /// <summary>Whole files of each kind, from which the damaged ones are made.</summary>
    public static IReadOnlyList<(string Extension, byte[] Bytes)> Originals => Whole.Value;

    /// <summary>File number <paramref name="number"/>; the same on every machine.</summary>
    public static DamagedImage Make(int number)
    {
        var random = new Random((int)(Seeds.Derive(number, "damaged image") & int.MaxValue));
        (string extension, byte[] bytes) = Originals[number % Originals.Count];
        string name = FormattableString.Invariant($"{number:0000}");
        return (number / Originals.Count % 12) switch // the first nine are those of Damage
        {
            9 => new($"{name}-huge.{extension}", Huge(extension, bytes)),
            10 => new($"{name}-misnamed.{Originals[random.Next(Originals.Count)].Extension}", bytes),
            11 => new($"{name}-random.{extension}", Random(random, bytes)),
            var kind => new($"{name}-{Damage.Kinds[kind]}.{extension}", Damage.Apply(Damage.Kinds[kind], bytes, random)),
        };
    }

    /// <summary>The size in the header becomes 30,000 x 30,000, or what a WebP can say at most, 16,384 x 16,384; the rest stays.</summary>
    private static byte[] Huge(string extension, byte[] bytes)
    {
        const int Side = 30_000;
        byte[] copy = [.. bytes];
        switch (extension)
        {
            case "png":
                BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(16), Side);
                BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(20), Side);
                break;
            case "bmp":
                BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(18), Side);
                BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(22), Side);
                break;
            case "gif":
                BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(6), Side);
                BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(8), Side);
                break;
            case "webp" when copy[15] == 'L': // lossless: 14 bits each, one after the other
                BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(21), BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(21)) | 0x0FFF_FFFF);
                break;
            case "webp":
                BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(26), 0x3FFF_3FFF);
                break;
            default:
                int frame = Frame(copy);
                BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(frame + 5), Side);
                BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(frame + 7), Side);
                break;
        }
        return copy;
    }

    private static int Frame(byte[] jpeg) => jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]) is >= 0 and var at ? at : throw new InvalidOperationException("a baseline JPEG has SOF0");

    /// <summary>A known beginning, then noise.</summary>
    private static byte[] Random(Random random, byte[] bytes)
    {
        byte[] noise = new byte[200 + random.Next(2000)];
        random.NextBytes(noise);
        bytes.AsSpan(0, Math.Min(16, bytes.Length)).CopyTo(noise);
        return noise;
    }

    private static (string, byte[])[] MakeWhole()
    {
        Dictionary<string, byte[]> pillows = ImagingOracle.Rows<Stored>("decode.json").ToDictionary(row => row.Name, row => row.File);
        RgbImage picture = TestPictures.Blobs(1, Width, Height);
        byte[] sixteen = new byte[2 * picture.Pixels.Length];
        for (int i = 0; i < picture.Pixels.Length; i++) sixteen[2 * i] = picture.Pixels[i];
        return
        [
            ("jpg", ImageFile.EncodeJpeg(picture)),
            ("png", ImageFile.EncodePng(picture)),
            ("png", ImageWriter.Png(Width, Height, 16, 2, sixteen)),
            ("bmp", ImageWriter.Bmp(Width, Height, picture.Pixels, topDown: false)),
            ("gif", pillows["gif of two frames"]),
            ("jpg", pillows["jpeg cmyk"]),
            ("webp", pillows["webp lossy"]),
            ("webp", pillows["webp lossless"]),
        ];
    }

    private sealed record Stored(string Name, byte[] File);
}
