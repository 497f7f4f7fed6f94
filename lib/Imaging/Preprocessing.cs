namespace Scenes.Imaging;

/// <summary>How an image becomes the input of a network. It belongs to the weights, not to the architecture.</summary>
/// <param name="ImageSize">Width and height of the input in pixels, after the centre crop; at least 1.</param>
/// <param name="ResizeTo">Length of the shorter side after resizing, in pixels; at least <paramref name="ImageSize"/>.</param>
/// <param name="Interpolation">Kernel of the resize.</param>
/// <param name="Mean">Subtracted from values in [0, 1].</param>
/// <param name="Std">Divides what is left; greater than 0.</param>
/// <param name="ResizeMode">What happens to an image that is not square.</param>
public sealed record Preprocessing(
    int ImageSize, int ResizeTo, Interpolation Interpolation, Rgb Mean, Rgb Std, ResizeMode ResizeMode = ResizeMode.ShorterSide)
{
    /// <summary>ImageNet statistics, as torchvision's weights use them.</summary>
    public static readonly Rgb ImageNetMean = new(0.485, 0.456, 0.406), ImageNetStd = new(0.229, 0.224, 0.225);

    /// <summary>Values in [0, 1] and nothing else, whatever the shape of the image: the article's division by 255.</summary>
    /// <param name="imageSize">Width and height in pixels.</param>
    public static Preprocessing UnitRange(int imageSize) =>
        new(imageSize, imageSize, Interpolation.Bilinear, Rgb.All(0), Rgb.All(1), ResizeMode.Squash);

    /// <summary>Checks every value; whatever takes a <see cref="Preprocessing"/> calls this first.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public Preprocessing Validated()
    {
        if (ImageSize < 1) throw Wrong(nameof(ImageSize), ImageSize, "at least 1");
        if (ResizeTo < ImageSize) throw Wrong(nameof(ResizeTo), ResizeTo, $"at least {nameof(ImageSize)}, which is {ImageSize}");
        if (!Enum.IsDefined(Interpolation)) throw Wrong(nameof(Interpolation), Interpolation, string.Join(", ", Enum.GetNames<Interpolation>()));
        if (!Enum.IsDefined(ResizeMode)) throw Wrong(nameof(ResizeMode), ResizeMode, string.Join(", ", Enum.GetNames<ResizeMode>()));
        if (!(double.IsFinite(Mean.R) && double.IsFinite(Mean.G) && double.IsFinite(Mean.B))) throw Wrong(nameof(Mean), Mean, "finite numbers");
        if (!(IsScale(Std.R) && IsScale(Std.G) && IsScale(Std.B))) throw Wrong(nameof(Std), Std, "finite numbers above 0");
        return this;
    }

    private static bool IsScale(double value) => value > 0 && double.IsFinite(value);

    private static ArgumentException Wrong(string name, object value, string allowed) =>
        new(FormattableString.Invariant($"{nameof(Preprocessing)}.{name} is {value}. Allowed: {allowed}."));
}
