using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Backbones.Winograd;

/// <summary>Filters of 3 x 3 numbers as 36: G g Gᵀ of Lavin and Gray, section 4.3.</summary>
internal static unsafe class FilterTransform
{
    private const int Side = 3;

    // Values of the filter as a polynomial at 0, 1, -1, 2, -2 and infinity, with the factors that spare the transform of the input its fractions.
    private static readonly double[,] Matrix =
    {
        { 1 / 4.0, 0, 0 },
        { -1 / 6.0, -1 / 6.0, -1 / 6.0 },
        { -1 / 6.0, 1 / 6.0, -1 / 6.0 },
        { 1 / 24.0, 1 / 12.0, 1 / 6.0 },
        { 1 / 24.0, -1 / 12.0, 1 / 6.0 },
        { 0, 0, 1 },
    };

    /// <summary>Transforms filters and puts them into the order of <see cref="PanelProduct"/>.</summary>
    /// <param name="weight">K x C x 3 x 3, float32; K is a multiple of <see cref="PanelProduct.Columns"/>.</param>
    /// <returns>36 x (K / Columns) x C x Columns, the caller's to dispose.</returns>
    public static Tensor Run(Tensor weight)
    {
        (long count, long channels) = (weight.shape[0], weight.shape[1]);
        using var scope = NewDisposeScope();
        Tensor filters = weight.detach().contiguous();
        Tensor result = empty([TileGrid.Points, count / PanelProduct.Columns, channels, PanelProduct.Columns], ScalarType.Float32);
        float* source = (float*)TensorMemory.Of(filters), target = (float*)TensorMemory.Of(result);
        double* points = stackalloc double[TileGrid.Points];
        for (long filter = 0; filter < count; filter++)
        {
            (long panel, long column) = Math.DivRem(filter, PanelProduct.Columns);
            for (long channel = 0; channel < channels; channel++)
            {
                Transform(source + (filter * channels + channel) * Side * Side, points);
                float* place = target + (panel * channels + channel) * PanelProduct.Columns + column;
                for (int point = 0; point < TileGrid.Points; point++) place[point * count * channels] = (float)points[point];
            }
        }
        GC.KeepAlive(filters);
        return result.MoveToOuterDisposeScope();
    }

    private static void Transform(float* filter, double* points)
    {
        double* half = stackalloc double[TileGrid.InputSide * Side]; // G g
        for (int row = 0; row < TileGrid.InputSide; row++)
            for (int column = 0; column < Side; column++)
                half[row * Side + column] = Matrix[row, 0] * filter[column] + Matrix[row, 1] * filter[Side + column] + Matrix[row, 2] * filter[2 * Side + column];
        for (int row = 0; row < TileGrid.InputSide; row++)
            for (int column = 0; column < TileGrid.InputSide; column++)
                points[row * TileGrid.InputSide + column] =
                    half[row * Side] * Matrix[column, 0] + half[row * Side + 1] * Matrix[column, 1] + half[row * Side + 2] * Matrix[column, 2];
    }
}
