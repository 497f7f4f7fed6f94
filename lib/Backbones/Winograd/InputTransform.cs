using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Scenes.Backbones.Winograd;

/// <summary>6 x 6 pixels of the input as 36 points: Bᵀ d B of Lavin and Gray, section 4.3, for eight channels at once.</summary>
internal static unsafe class InputTransform
{
    private const int Side = TileGrid.InputSide, Lanes = 8;

    /// <summary>Transforms what one tile depends on.</summary>
    /// <param name="images">N x H x W x C.</param>
    /// <param name="zeros">C zeros, read where the tile reaches beyond the image.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="tile">One of them.</param>
    /// <param name="channels">C, a multiple of eight.</param>
    /// <param name="points">Where the first point's channels go.</param>
    /// <param name="stride">Numbers from there to the next point's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* images, float* zeros, TileGrid grid, int tile, int channels, float* points, long stride)
    {
        float** pixels = stackalloc float*[TileGrid.Points];
        FindPixels(images, zeros, grid, tile, channels, pixels);
        Vector256<float>* half = stackalloc Vector256<float>[TileGrid.Points]; // Bᵀ d
        for (int channel = 0; channel < channels; channel += Lanes)
        {
            for (int column = 0; column < Side; column++)
            {
                float** top = pixels + column;
                Transform(
                    Vector256.Load(top[0] + channel), Vector256.Load(top[Side] + channel), Vector256.Load(top[2 * Side] + channel),
                    Vector256.Load(top[3 * Side] + channel), Vector256.Load(top[4 * Side] + channel), Vector256.Load(top[5 * Side] + channel),
                    out half[column], out half[Side + column], out half[2 * Side + column], out half[3 * Side + column], out half[4 * Side + column], out half[5 * Side + column]);
            }
            for (int row = 0; row < Side; row++)
            {
                Vector256<float>* left = half + row * Side;
                Transform(left[0], left[1], left[2], left[3], left[4], left[5], out var p0, out var p1, out var p2, out var p3, out var p4, out var p5);
                float* target = points + row * Side * stride + channel;
                p0.Store(target);
                p1.Store(target + stride);
                p2.Store(target + 2 * stride);
                p3.Store(target + 3 * stride);
                p4.Store(target + 4 * stride);
                p5.Store(target + 5 * stride);
            }
        }
    }

    /// <summary>Addresses of the 36 pixels' channels.</summary>
    private static void FindPixels(float* images, float* zeros, TileGrid grid, int tile, int channels, float** pixels)
    {
        (int image, int top, int left) = grid.At(tile);
        for (int row = 0; row < Side; row++)
        {
            int y = top - grid.Padding + row;
            bool inside = (uint)y < (uint)grid.Height;
            float* line = images + ((long)image * grid.Height + y) * grid.Width * channels;
            for (int column = 0; column < Side; column++)
            {
                int x = left - grid.Padding + column;
                *pixels++ = inside && (uint)x < (uint)grid.Width ? line + (long)x * channels : zeros;
            }
        }
    }

    /// <summary>Bᵀ d: rows (4 0 -5 0 1 0), (0 -4 -4 1 1 0), (0 4 -4 -1 1 0), (0 -2 -1 2 1 0), (0 2 -1 -2 1 0), (0 4 0 -5 0 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(
        Vector256<float> d0, Vector256<float> d1, Vector256<float> d2, Vector256<float> d3, Vector256<float> d4, Vector256<float> d5,
        out Vector256<float> p0, out Vector256<float> p1, out Vector256<float> p2, out Vector256<float> p3, out Vector256<float> p4, out Vector256<float> p5)
    {
        var four = Vector256.Create(4f);
        var minusFour = Vector256.Create(-4f);
        var minusFive = Vector256.Create(-5f);
        var even = Vector256.FusedMultiplyAdd(minusFour, d2, d4);
        var odd = Vector256.FusedMultiplyAdd(minusFour, d1, d3);
        var evenTwo = d4 - d2;
        var oddTwo = (d3 - d1) * 2;
        p0 = Vector256.FusedMultiplyAdd(four, d0, Vector256.FusedMultiplyAdd(minusFive, d2, d4));
        p1 = even + odd;
        p2 = even - odd;
        p3 = evenTwo + oddTwo;
        p4 = evenTwo - oddTwo;
        p5 = Vector256.FusedMultiplyAdd(four, d1, Vector256.FusedMultiplyAdd(minusFive, d3, d5));
    }
}
