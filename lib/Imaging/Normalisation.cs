using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Imaging;

/// <summary>Pixels as the numbers a network was trained on.</summary>
public static class Normalisation
{
    /// <summary>Computes (value / 255 - mean) / std for each channel.</summary>
    /// <param name="bytes">N x 3 x H x W, uint8, RGB; it is not changed.</param>
    /// <param name="preprocessing">Mean and std; the size is not looked at.</param>
    /// <returns>N x 3 x H x W, float32, on the device and with the memory layout of <paramref name="bytes"/>.</returns>
    /// <exception cref="ArgumentException">The tensor is not uint8 with 3 channels, or mean or std are out of range.</exception>
    public static Tensor Apply(Tensor bytes, Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        preprocessing.Validated();
        CheckImages(bytes);
        using DisposeScope scope = NewDisposeScope();
        (Rgb mean, Rgb std) = (preprocessing.Mean, preprocessing.Std);
        // One multiplication and one addition: value x 1 / (255 std) - mean / std.
        Tensor scale = Channels(1 / (255 * std.R), 1 / (255 * std.G), 1 / (255 * std.B), bytes.device);
        Tensor values = bytes.to(ScalarType.Float32).mul_(scale);
        if (mean != Rgb.All(0)) values.sub_(Channels(mean.R / std.R, mean.G / std.G, mean.B / std.B, bytes.device));
        return values.MoveToOuterDisposeScope();
    }

    internal static void CheckImages(Tensor bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.dtype != ScalarType.Byte || bytes.dim() != 4 || bytes.shape[1] != 3)
        {
            throw new ArgumentException(
                $"The tensor is {bytes.dtype} of shape [{string.Join(", ", bytes.shape)}]. Give N x 3 x H x W bytes, as {nameof(ImageBatch)} makes them.", nameof(bytes));
        }
    }

    private static Tensor Channels(double r, double g, double b, torch.Device device) =>
        tensor(new[] { (float)r, (float)g, (float)b }, device: device).view(1, 3, 1, 1);
}
