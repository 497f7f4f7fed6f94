using Scenes.Backbones.Winograd;

namespace Scenes.Tests.Backbones;

public sealed unsafe class PanelProductTests
{
    /// <summary>Features must not depend on which vectors a processor has. Where it has no wide ones .NET computes them in halves.</summary>
    [Theory]
    [InlineData(6, 16, 16)] // one panel
    [InlineData(12, 40, 48)] // two panels and one that is left
    [InlineData(48, 64, 128)]
    public void Run_WideVectors_HaveTheBitsOfNarrowOnes(int rows, int inner, int columns)
    {
        var random = new Random(rows);
        float[] left = Numbers(rows * inner), right = Numbers(inner * columns), wide = new float[rows * columns], narrow = new float[rows * columns];
        fixed (float* l = left, r = right, w = wide, n = narrow)
        {
            PanelProduct.Run(l, r, w, rows, inner, columns, wide: true);
            PanelProduct.Run(l, r, n, rows, inner, columns, wide: false);
        }
        Assert.Equal(narrow, wide);
        double expected = 0; // the last row and column
        for (int i = 0; i < inner; i++)
            expected += (double)left[(rows - 1) * inner + i] * right[((columns / PanelProduct.Columns - 1) * inner + i) * PanelProduct.Columns + PanelProduct.Columns - 1];
        Assert.Equal(expected, wide[^1], 1e-4);

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
