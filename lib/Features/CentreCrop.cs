using static TorchSharp.torch;

namespace Scenes.Features;

/// <summary>The middle of images, enlarged to the size of the whole: a closer look.</summary>
internal static class CentreCrop
{
    private const double Share = 0.8; // of each side

    /// <summary>Crops and enlarges with bilinear interpolation.</summary>
    /// <param name="images">N x 3 x S x S, floating point.</param>
    /// <returns>N x 3 x S x S; the caller's to dispose.</returns>
    public static Tensor Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        long size = images.shape[3], side = Math.Max(1, (long)Math.Round(Share * size)), start = (size - side) / 2;
        Tensor middle = images.narrow(2, start, side).narrow(3, start, side);
        return nn.functional.interpolate(middle, [size, size], mode: InterpolationMode.Bilinear, align_corners: false).MoveToOuterDisposeScope();
    }
}
