using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Scenes.Imaging;

/// <summary>Moves pixels between layouts: three or four interleaved bytes, upright or as stored.</summary>
internal static class PixelLayout
{
    public static void RgbaToRgb(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        Debug.Assert(rgba.Length / 4 == rgb.Length / 3);
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            rgb[to + 2] = rgba[from + 2];
            rgb[to + 1] = rgba[from + 1];
            rgb[to] = rgba[from];
        }
    }

    public static void RgbToRgba(ReadOnlySpan<byte> rgb, Span<byte> rgba)
    {
        Debug.Assert(rgba.Length / 4 == rgb.Length / 3);
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
        {
            rgba[to + 3] = 255;
            rgba[to + 2] = rgb[from + 2];
            rgba[to + 1] = rgb[from + 1];
            rgba[to] = rgb[from];
        }
    }

    /// <summary>Splits rows that lie <paramref name="stride"/> bytes apart into three planes without gaps.</summary>
    public static void RgbaToPlanes(ReadOnlySpan<byte> rgba, int stride, int width, int height, Span<byte> planes)
    {
        Span<byte> red = planes[..(width * height)], green = planes.Slice(width * height, width * height), blue = planes.Slice(2 * width * height, width * height);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<uint> row = MemoryMarshal.Cast<byte, uint>(rgba.Slice(y * stride, 4 * width));
            for (int shift = 0; shift < 24; shift += 8)
                Channel(row, shift, (shift == 0 ? red : shift == 8 ? green : blue).Slice(y * width, width));
        }
    }

    private static void Channel(ReadOnlySpan<uint> row, int shift, Span<byte> channel)
    {
        Vector128<uint> mask = Vector128.Create(255u);
        ref uint from = ref MemoryMarshal.GetReference(row);
        int x = 0;
        for (; x + 16 <= row.Length; x += 16)
        {
            Vector128<ushort> left = Vector128.Narrow(Four(ref from, x), Four(ref from, x + 4));
            Vector128<ushort> right = Vector128.Narrow(Four(ref from, x + 8), Four(ref from, x + 12));
            Vector128.Narrow(left, right).CopyTo(channel[x..]);
        }
        for (; x < row.Length; x++) channel[x] = (byte)(row[x] >> shift);

        Vector128<uint> Four(ref uint from, int at) => (Vector128.LoadUnsafe(ref from, (nuint)at) >> shift) & mask;
    }

    /// <summary>Replaces each colour c of opacity a by c a + 255 (1 - a), rounded to nearest.</summary>
    public static void LayOnWhite(Span<byte> rgba)
    {
        for (int i = 0; i < rgba.Length; i += 4)
        {
            int alpha = rgba[i + 3];
            if (alpha == 255) continue;
            for (int channel = 0; channel < 3; channel++)
                rgba[i + channel] = (byte)((rgba[i + channel] * alpha + 255 * (255 - alpha) + 127) / 255);
            rgba[i + 3] = 255;
        }
    }

    /// <summary>Brings stored pixels upright. EXIF names the side where stored row 0 and column 0 belong: 2 mirrors, 3 turns by 180 degrees, 6 turns right.</summary>
    public static void Turn(ReadOnlySpan<byte> stored, ImageHeader header, Span<byte> upright)
    {
        ReadOnlySpan<int> from = MemoryMarshal.Cast<byte, int>(stored);
        Span<int> to = MemoryMarshal.Cast<byte, int>(upright);
        int width = header.StoredWidth, height = header.StoredHeight;
        (int origin, int column, int row) = header.Orientation switch
        {
            2 => (width - 1, -1, width),
            3 => (width * height - 1, -1, -width),
            4 => (width * (height - 1), 1, -width),
            5 => (0, width, 1),
            6 => (width * (height - 1), -width, 1),
            7 => (width * height - 1, -width, -1),
            8 => (width - 1, width, -1),
            _ => (0, 1, width),
        };
        for (int y = 0, at = 0; y < header.Height; y++)
            for (int x = 0, source = origin + y * row; x < header.Width; x++, source += column)
                to[at++] = from[source];
    }
}
