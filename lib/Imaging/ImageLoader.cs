namespace Scenes.Imaging;

/// <summary>Loads one image after the other; keeps the plan of the last size, since most images of a set have the same.</summary>
internal sealed class ImageLoader(Preprocessing preprocessing, ImageLimits limits)
{
    private ResizePlan? plan;

    /// <summary>Decodes, resizes and crops a file.</summary>
    /// <param name="path">A readable image file.</param>
    /// <param name="planes">Takes 3 x S x S values.</param>
    public void Load(string path, Span<byte> planes)
    {
        using PooledFile file = PooledFile.Read(path, limits);
        try
        {
            using RgbaBuffer image = RgbaBuffer.Decode(file.Bytes, limits);
            if (plan is null || plan.FromWidth != image.Width || plan.FromHeight != image.Height)
                plan = ResizePlan.For(image.Width, image.Height, preprocessing);
            plan.ToPlanes(image.Pixels, planes);
        }
        catch (ImageFormatException error)
        {
            throw error.In(path);
        }
    }

    /// <summary>As <see cref="Load"/>, but says what is wrong with a file that cannot be read and leaves zeros in its place.</summary>
    /// <returns>Null where all went well.</returns>
    public string? TryLoad(string path, Span<byte> planes)
    {
        try
        {
            Load(path, planes);
            return null;
        }
        catch (Exception error) when (ImageFile.IsUnreadable(error))
        {
            planes.Clear();
            return error is ImageFormatException ? error.Message : $"{path}: {error.Message}";
        }
    }
}
