using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Scenes.Backbones.Layers;

namespace Scenes.Backbones.Winograd;

/// <summary>36 products as a tile of 4 x 4 results: Aᵀ m A of Lavin and Gray, section 4.3, for eight channels at once; then bias and activation.</summary>
internal static unsafe class OutputTransform
{
    private const int Side = TileGrid.ResultSide, PointsSide = TileGrid.InputSide, Lanes = 8;

    /// <summary>Writes the results of one tile, as far as it lies within the image.</summary>
    /// <param name="points">K products of the first point.</param>
    /// <param name="stride">Numbers from there to the next point's.</param>
    /// <param name="bias">K numbers.</param>
    /// <param name="activation">What is applied last.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="tile">One of them.</param>
    /// <param name="channels">K, a multiple of eight.</param>
    /// <param name="results">N x H' x W' x K.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* points, long stride, float* bias, Activation activation, TileGrid grid, int tile, int channels, float* results)
    {
        (int image, int top, int left) = grid.At(tile);
        int height = Math.Min(Side, grid.ResultHeight - top), width = Math.Min(Side, grid.ResultWidth - left);
        long line = (long)grid.ResultWidth * channels;
        float* corner = results + ((long)image * grid.ResultHeight + top) * line + (long)left * channels;
        var lower = Vector256.Create(activation == Activation.None ? float.NegativeInfinity : 0);
        var upper = Vector256.Create(activation == Activation.Relu6 ? 6 : float.PositiveInfinity);
        Vector256<float>* half = stackalloc Vector256<float>[Side * PointsSide]; // Aᵀ m
        for (int channel = 0; channel < channels; channel += Lanes)
        {
            for (int column = 0; column < PointsSide; column++)
            {
                float* source = points + column * stride + channel;
                Transform(
                    Vector256.Load(source), Vector256.Load(source + PointsSide * stride), Vector256.Load(source + 2 * PointsSide * stride),
                    Vector256.Load(source + 3 * PointsSide * stride), Vector256.Load(source + 4 * PointsSide * stride), Vector256.Load(source + 5 * PointsSide * stride),
                    out half[column], out half[PointsSide + column], out half[2 * PointsSide + column], out half[3 * PointsSide + column]);
            }
            var shift = Vector256.Load(bias + channel);
            for (int row = 0; row < height; row++)
            {
                Vector256<float>* source = half + row * PointsSide;
                Transform(source[0], source[1], source[2], source[3], source[4], source[5], out var r0, out var r1, out var r2, out var r3);
                float* target = corner + row * line + channel;
                // The second operand is the result where it is NaN, so that broken weights show.
                Avx.Min(upper, Avx.Max(lower, r0 + shift)).Store(target);
                if (width > 1) Avx.Min(upper, Avx.Max(lower, r1 + shift)).Store(target + channels);
                if (width > 2) Avx.Min(upper, Avx.Max(lower, r2 + shift)).Store(target + 2 * channels);
                if (width > 3) Avx.Min(upper, Avx.Max(lower, r3 + shift)).Store(target + 3 * channels);
            }
        }
    }

    /// <summary>Aᵀ m: rows (1 1 1 1 1 0), (0 1 -1 2 -2 0), (0 1 1 4 4 0), (0 1 -1 8 -8 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(
        Vector256<float> m0, Vector256<float> m1, Vector256<float> m2, Vector256<float> m3, Vector256<float> m4, Vector256<float> m5,
        out Vector256<float> r0, out Vector256<float> r1, out Vector256<float> r2, out Vector256<float> r3)
    {
        var sum = m1 + m2;
        var difference = m1 - m2;
        var sumTwo = m3 + m4;
        var differenceTwo = m3 - m4;
        r0 = m0 + sum + sumTwo;
        r1 = Vector256.FusedMultiplyAdd(Vector256.Create(2f), differenceTwo, difference);
        r2 = Vector256.FusedMultiplyAdd(Vector256.Create(4f), sumTwo, sum);
        r3 = Vector256.FusedMultiplyAdd(Vector256.Create(8f), differenceTwo, difference) + m5;
    }
}
