using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>What an audit reads of one file.</summary>
/// <param name="Image">The file.</param>
/// <param name="Header">Null where it cannot be read.</param>
/// <param name="Hash">Null for an image without detail, or one that cannot be read.</param>
/// <param name="Problem">Why it cannot be decoded; null where it can.</param>
internal sealed record ImageFacts(SceneImage Image, ImageHeader? Header, PerceptualHash? Hash, string? Problem)
{
    public static ImageFacts Read(SceneImage image, ImageLimits? limits)
    {
        try
        {
            byte[] bytes = ReadAll(image.Path, limits ?? ImageLimits.Default);
            var header = ImageHeader.Parse(bytes);
            return new ImageFacts(image, header, PerceptualHash.Of(ImageFile.Decode(bytes, limits)), null);
        }
        catch (Exception error) when (error is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return new ImageFacts(image, null, null, error.Message);
        }
    }

    private static byte[] ReadAll(string path, ImageLimits limits)
    {
        if (RegularFile.IsOther(path)) throw new ImageFormatException("A pipe or a device, not a file.");
        long length = new FileInfo(path).Length;
        return length <= limits.MaxFileBytes
            ? File.ReadAllBytes(path)
            : throw new ImageFormatException($"The file has {length} bytes; allowed are {limits.MaxFileBytes}.");
    }
}
