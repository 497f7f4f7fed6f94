using System.Buffers.Binary;
using Scenes.Imaging;
using Scenes.Runtime;
using Scenes.Tests.Data;
using Scenes.Tests.Imaging;

namespace Scenes.Tests.Faults;

/// <summary>One of a numbered row of spoilt image files: JPEG, PNG of 8 and 16 bits, BMP, GIF of two frames; CMYK, huge headers, wrong names, random bytes.</summary>
internal sealed record DamagedImage(string Name, byte[] Bytes)
{
    private const int Width = 48, Height = 36;

    /// <summary>A GIF of 2 x 2 pixels with two frames, written by hand: GIF89a, two colours.</summary>
    private static readonly byte[] Animated =
    [
        .. "GIF89a"u8, 2, 0, 2, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x02, 0x05, 0,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x02, 0x05, 0, 0x3B,
    ];

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

    /// <summary>The size in the header becomes 30,000 x 30,000; the rest stays.</summary>
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

    /// <summary>A JPEG whose frame names four components is CMYK to a decoder; its scan is then damaged.</summary>
    private static byte[] Cmyk(byte[] jpeg)
    {
        int frame = Frame(jpeg);
        byte[] fourth = [4, 0x11, 0];
        byte[] wide = [.. jpeg[..(frame + 9)], 4, .. jpeg[(frame + 10)..(frame + 19)], .. fourth, .. jpeg[(frame + 19)..]];
        wide[frame + 3] += 3; // length of the segment
        return wide;
    }

    private static (string, byte[])[] MakeWhole()
    {
        RgbImage picture = TestPictures.Blobs(1, Width, Height);
        byte[] jpeg = ImageFile.EncodeJpeg(picture), sixteen = new byte[2 * picture.Pixels.Length];
        for (int i = 0; i < picture.Pixels.Length; i++) sixteen[2 * i] = picture.Pixels[i];
        return
        [
            ("jpg", jpeg),
            ("png", ImageFile.EncodePng(picture)),
            ("png", ImageWriter.Png(Width, Height, 16, 2, sixteen)),
            ("bmp", ImageWriter.Bmp(Width, Height, picture.Pixels, topDown: false)),
            ("gif", Animated),
            ("jpg", Cmyk(jpeg)),
        ];
    }
}
