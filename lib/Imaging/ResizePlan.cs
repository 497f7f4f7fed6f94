using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Scenes.Imaging;

/// <summary>A resize from one size to another of which a window is wanted. Made once, used for every image of that size.</summary>
/// <remarks>Columns first, then rows, with 8 bits between, as Pillow does. Only what the window needs is computed.</remarks>
internal sealed unsafe class ResizePlan
{
    private readonly ResizeWeights columns, rows;
    private readonly bool resizes;
    private readonly int left, top;

    private ResizePlan(int fromWidth, int fromHeight, int toWidth, int toHeight, Interpolation interpolation, int left, int top, int width, int height)
    {
        (FromWidth, FromHeight, Width, Height) = (fromWidth, fromHeight, width, height);
        (this.left, this.top) = (left, top);
        resizes = fromWidth != toWidth || fromHeight != toHeight;
        columns = ResizeWeights.Make(fromWidth, toWidth, interpolation);
        rows = fromWidth == fromHeight && toWidth == toHeight ? columns : ResizeWeights.Make(fromHeight, toHeight, interpolation);
    }

    public int FromWidth { get; }

    public int FromHeight { get; }

    /// <summary>Width of the window.</summary>
    public int Width { get; }

    /// <summary>Height of the window.</summary>
    public int Height { get; }

    /// <summary>The whole image.</summary>
    public static ResizePlan Whole(int fromWidth, int fromHeight, int width, int height, Interpolation interpolation) =>
        new(fromWidth, fromHeight, width, height, interpolation, 0, 0, width, height);

    /// <summary>Resize and centre crop. Lengths round down and halves of a pixel to even, as in torchvision.</summary>
    public static ResizePlan For(int fromWidth, int fromHeight, Preprocessing preprocessing)
    {
        (int size, int target) = (preprocessing.ImageSize, preprocessing.ResizeTo);
        bool squash = preprocessing.ResizeMode == ResizeMode.Squash;
        int shorter = Math.Min(fromWidth, fromHeight);
        int toWidth = squash ? target : (int)((long)target * fromWidth / shorter);
        int toHeight = squash ? target : (int)((long)target * fromHeight / shorter);
        int left = (int)Math.Round((toWidth - size) / 2.0, MidpointRounding.ToEven), top = (int)Math.Round((toHeight - size) / 2.0, MidpointRounding.ToEven);
        return new(fromWidth, fromHeight, toWidth, toHeight, preprocessing.Interpolation, left, top, size, size);
    }

    /// <summary>Writes the window as three planes: red, green, blue, each <see cref="Height"/> x <see cref="Width"/>.</summary>
    public void ToPlanes(ReadOnlySpan<byte> rgba, Span<byte> planes)
    {
        if (resizes)
        {
            Resize(rgba, planes, static (resized, stride, plan, planes) => PixelLayout.RgbaToPlanes(resized, stride, plan.Width, plan.Height, planes));
            return;
        }
        int stride = 4 * FromWidth;
        PixelLayout.RgbaToPlanes(rgba[(top * stride + 4 * left)..], stride, Width, Height, planes);
    }

    /// <summary>Writes the window as interleaved RGB.</summary>
    public void ToRgb(ReadOnlySpan<byte> rgba, Span<byte> rgb) => Resize(rgba, rgb, static (resized, stride, plan, rgb) =>
    {
        for (int y = 0; y < plan.Height; y++)
            PixelLayout.RgbaToRgb(resized.Slice(y * stride, 4 * plan.Width), rgb.Slice(3 * y * plan.Width, 3 * plan.Width));
    });

    private delegate void Output(ReadOnlySpan<byte> resized, int stride, ResizePlan plan, Span<byte> target);

    private void Resize(ReadOnlySpan<byte> rgba, Span<byte> target, Output output)
    {
        int stride = (4 * Width + 7) & ~7; // Rows are whole vectors of 8 bytes.
        int firstRow = rows.First[top], last = top + Height - 1, rowCount = rows.First[last] + rows.Count[last] - firstRow;
        byte[] middle = ArrayPool<byte>.Shared.Rent(checked(stride * rowCount)), resized = ArrayPool<byte>.Shared.Rent(checked(stride * Height));
        try
        {
            fixed (byte* source = rgba, between = middle, result = resized)
            {
                ResizeColumns(source + (nint)firstRow * 4 * FromWidth, rowCount, between, stride);
                ResizeRows(between, firstRow, result, stride);
            }
            output(resized, stride, this, target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(middle);
            ArrayPool<byte>.Shared.Return(resized);
        }
    }

    private void ResizeColumns(byte* source, int rowCount, byte* target, int targetStride)
    {
        nint sourceStride = 4 * FromWidth;
        fixed (int* weights = columns.Weights, firsts = columns.First, counts = columns.Count)
        {
            for (int y = 0; y < rowCount; y += 2)
            {
                // Two rows at a time; the last of an odd number is paired with itself.
                bool pair = y + 1 < rowCount;
                byte* upper = source + y * sourceStride, lower = pair ? upper + sourceStride : upper;
                byte* upperTarget = target + (nint)y * targetStride, lowerTarget = pair ? upperTarget + targetStride : upperTarget;
                for (int x = 0; x < Width; x++)
                {
                    int* weight = weights + (left + x) * columns.Taps;
                    nint at = 4 * firsts[left + x];
                    Vector256<int> sum = Half;
                    for (int k = 0; k < counts[left + x]; k++, at += 4)
                        sum += Widen(Vector128.Create(*(uint*)(upper + at), *(uint*)(lower + at), 0, 0).AsByte()) * weight[k];
                    Vector128<uint> pixels = Clip(sum).AsUInt32();
                    *(uint*)(upperTarget + 4 * x) = pixels.ToScalar();
                    *(uint*)(lowerTarget + 4 * x) = pixels.GetElement(1);
                }
            }
        }
    }

    private void ResizeRows(byte* source, int sourceTop, byte* target, int stride)
    {
        fixed (int* weights = rows.Weights)
        {
            for (int y = 0; y < Height; y++)
            {
                int* weight = weights + (top + y) * rows.Taps;
                byte* first = source + (nint)(rows.First[top + y] - sourceTop) * stride;
                byte* targetRow = target + (nint)y * stride;
                int count = rows.Count[top + y];
                for (int x = 0; x < stride; x += 8)
                {
                    Vector256<int> sum = Half;
                    byte* at = first + x;
                    for (int k = 0; k < count; k++, at += stride)
                        sum += Widen(Vector128.CreateScalarUnsafe(*(ulong*)at).AsByte()) * weight[k];
                    *(ulong*)(targetRow + x) = Clip(sum).AsUInt64().ToScalar();
                }
            }
        }
    }

    private static Vector256<int> Half => Vector256.Create(1 << (ResizeWeights.FractionBits - 1));

    /// <summary>The lower 8 bytes as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector128<byte> bytes)
    {
        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(bytes);
        Vector128<short> words = Vector128.WidenLower(bytes).AsInt16();
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words));
    }

    /// <summary>Drops the fraction and keeps 0 to 255; the result is in the lower 8 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Clip(Vector256<int> sum)
    {
        Vector256<int> whole = Vector256.Min(Vector256.Max(sum >> ResizeWeights.FractionBits, Vector256<int>.Zero), Vector256.Create(255));
        Vector128<short> words = Vector128.Narrow(whole.GetLower(), whole.GetUpper());
        return Vector128.Narrow(words, words).AsByte();
    }
}
