using Scenes.Imaging;
using TorchSharp;

namespace Scenes.Reporting;

/// <summary>Photographs small enough to stand inside a page.</summary>
internal static class Thumbnail
{
    /// <summary>Longest side in pixels; tiles are 112 wide, so this is sharp on most screens.</summary>
    public const int Side = 168;

    private const int Quality = 80;

    /// <summary>The picture as JPEG; empty where the file cannot be read, so that a gallery can show that too.</summary>
    public static byte[] Of(string path)
    {
        try
        {
            return Of(ImageFile.Decode(path));
        }
        catch (Exception error) when (error is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>An image of a batch, 3 x H x W bytes, as JPEG.</summary>
    public static byte[] Of(torch.Tensor image)
    {
        using var scope = torch.NewDisposeScope();
        return Of(new RgbImage((int)image.shape[2], (int)image.shape[1], image.permute(1, 2, 0).contiguous().cpu().data<byte>().ToArray()));
    }

    /// <summary>The picture as JPEG, made smaller where it is larger than a tile needs.</summary>
    public static byte[] Of(RgbImage image)
    {
        double scale = (double)Side / Math.Max(image.Width, image.Height);
        if (scale < 1)
            image = Resizer.Resize(image, Math.Max(1, (int)Math.Round(scale * image.Width)), Math.Max(1, (int)Math.Round(scale * image.Height)));
        return ImageFile.EncodeJpeg(image, Quality);
    }
}
