using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Scenes.Backbones.Winograd;

/// <summary>A matrix product of a few dozen rows, whose right side lies in panels of 16 columns, so that it is read from one end to the other.</summary>
/// <remarks>
/// Six rows by two vectors of eight columns fill twelve of the sixteen registers of AVX2 with sums (Goto and van de Geijn, "Anatomy of high-performance
/// matrix multiplication", 2008, section 6). With AVX-512 a vector holds a panel, and two panels are computed at once. The order of the sums is the same, and so are
/// their bits.
/// </remarks>
internal static unsafe class PanelProduct
{
    /// <summary>Rows that are computed at once; the left side and the product have room for a multiple of them.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a panel; the right side has a multiple of them.</summary>
    public const int Columns = 16;

    /// <summary>product = left right.</summary>
    /// <param name="left">R x C.</param>
    /// <param name="right">(K / 16) x C x 16.</param>
    /// <param name="product">R x K.</param>
    /// <param name="rows">R; what is read and written beyond it, up to a multiple of six, is of no use.</param>
    /// <param name="inner">C.</param>
    /// <param name="columns">K, a multiple of 16.</param>
    public static void Run(float* left, float* right, float* product, int rows, int inner, int columns) =>
        Run(left, right, product, rows, inner, columns, Vector512.IsHardwareAccelerated);

    /// <summary>With the choice of the vectors, for comparing both.</summary>
    internal static void Run(float* left, float* right, float* product, int rows, int inner, int columns, bool wide)
    {
        int column = 0;
        for (; wide && column + Columns < columns; column += 2 * Columns)
            for (int row = 0; row < rows; row += Rows)
                BlockOfTwoPanels(left + (long)row * inner, right + (long)column * inner, product + (long)row * columns + column, inner, columns);
        for (; column < columns; column += Columns)
            for (int row = 0; row < rows; row += Rows)
                Block(left + (long)row * inner, right + (long)column * inner, product + (long)row * columns + column, inner, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(float* left, float* right, float* product, int inner, int columns)
    {
        Vector256<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default;
        Vector256<float> a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default;
        float* fourth = left + 3 * (long)inner;
        for (float* end = left + inner; left < end; left++, fourth++, right += Columns)
        {
            var first = Vector256.Load(right);
            var second = Vector256.Load(right + 8);
            var value = Vector256.Create(left[0]);
            a0 = Vector256.FusedMultiplyAdd(value, first, a0);
            b0 = Vector256.FusedMultiplyAdd(value, second, b0);
            value = Vector256.Create(left[inner]);
            a1 = Vector256.FusedMultiplyAdd(value, first, a1);
            b1 = Vector256.FusedMultiplyAdd(value, second, b1);
            value = Vector256.Create(left[2 * inner]);
            a2 = Vector256.FusedMultiplyAdd(value, first, a2);
            b2 = Vector256.FusedMultiplyAdd(value, second, b2);
            value = Vector256.Create(fourth[0]);
            a3 = Vector256.FusedMultiplyAdd(value, first, a3);
            b3 = Vector256.FusedMultiplyAdd(value, second, b3);
            value = Vector256.Create(fourth[inner]);
            a4 = Vector256.FusedMultiplyAdd(value, first, a4);
            b4 = Vector256.FusedMultiplyAdd(value, second, b4);
            value = Vector256.Create(fourth[2 * inner]);
            a5 = Vector256.FusedMultiplyAdd(value, first, a5);
            b5 = Vector256.FusedMultiplyAdd(value, second, b5);
        }
        Store(a0, b0, product);
        Store(a1, b1, product += columns);
        Store(a2, b2, product += columns);
        Store(a3, b3, product += columns);
        Store(a4, b4, product += columns);
        Store(a5, b5, product + columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BlockOfTwoPanels(float* left, float* right, float* product, int inner, int columns)
    {
        Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default;
        Vector512<float> a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default;
        float* fourth = left + 3 * (long)inner, next = right + (long)inner * Columns;
        for (float* end = left + inner; left < end; left++, fourth++, right += Columns, next += Columns)
        {
            var first = Vector512.Load(right);
            var second = Vector512.Load(next);
            var value = Vector512.Create(left[0]);
            a0 = Vector512.FusedMultiplyAdd(value, first, a0);
            b0 = Vector512.FusedMultiplyAdd(value, second, b0);
            value = Vector512.Create(left[inner]);
            a1 = Vector512.FusedMultiplyAdd(value, first, a1);
            b1 = Vector512.FusedMultiplyAdd(value, second, b1);
            value = Vector512.Create(left[2 * inner]);
            a2 = Vector512.FusedMultiplyAdd(value, first, a2);
            b2 = Vector512.FusedMultiplyAdd(value, second, b2);
            value = Vector512.Create(fourth[0]);
            a3 = Vector512.FusedMultiplyAdd(value, first, a3);
            b3 = Vector512.FusedMultiplyAdd(value, second, b3);
            value = Vector512.Create(fourth[inner]);
            a4 = Vector512.FusedMultiplyAdd(value, first, a4);
            b4 = Vector512.FusedMultiplyAdd(value, second, b4);
            value = Vector512.Create(fourth[2 * inner]);
            a5 = Vector512.FusedMultiplyAdd(value, first, a5);
            b5 = Vector512.FusedMultiplyAdd(value, second, b5);
        }
        Store(a0, b0, product);
        Store(a1, b1, product += columns);
        Store(a2, b2, product += columns);
        Store(a3, b3, product += columns);
        Store(a4, b4, product += columns);
        Store(a5, b5, product + columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> first, Vector256<float> second, float* target)
    {
        first.Store(target);
        second.Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> first, Vector512<float> second, float* target)
    {
        first.Store(target);
        second.Store(target + Columns);
    }
}
