namespace Scenes.Backbones.Winograd;

/// <summary>How the result of a 3 x 3 convolution is cut into tiles of 4 x 4 pixels, each of which depends on 6 x 6 pixels of the input.</summary>
/// <param name="Images">N.</param>
/// <param name="Height">Of the input, in pixels.</param>
/// <param name="Width">Of the input, in pixels.</param>
/// <param name="Padding">Rows and columns of zeros around the input.</param>
internal readonly record struct TileGrid(int Images, int Height, int Width, int Padding)
{
    /// <summary>Side of a tile of the result.</summary>
    public const int ResultSide = 4;

    /// <summary>Side of the part of the input that it depends on.</summary>
    public const int InputSide = ResultSide + 2;

    /// <summary>Numbers that stand for one channel of a tile between the transforms, each multiplied with one number of a filter.</summary>
    public const int Points = InputSide * InputSide;

    /// <summary>Height of the result.</summary>
    public int ResultHeight => Height + 2 * Padding - 2;

    /// <summary>Width of the result.</summary>
    public int ResultWidth => Width + 2 * Padding - 2;

    /// <summary>Tiles of all images.</summary>
    public int Count => Images * Rows * Columns;

    /// <summary>Multiplications of the plain convolution divided by those of the tiles: 4, less what tiles at the edge compute in vain.</summary>
    public double Saving => 9.0 * ResultHeight * ResultWidth / (Points * Rows * Columns);

    private int Rows => (ResultHeight + ResultSide - 1) / ResultSide;

    private int Columns => (ResultWidth + ResultSide - 1) / ResultSide;

    /// <summary>Image of a tile, and its upper left pixel in the result.</summary>
    public (int Image, int Top, int Left) At(int tile)
    {
        (int line, int column) = Math.DivRem(tile, Columns);
        (int image, int row) = Math.DivRem(line, Rows);
        return (image, row * ResultSide, column * ResultSide);
    }
}
