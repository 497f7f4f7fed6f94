namespace Scenes.Imaging;

/// <summary>How an image becomes the input of a network. It belongs to the weights, not to the architecture.</summary>
/// <param name="ImageSize">Width and height of the input in pixels, after the centre crop.</param>
/// <param name="ResizeTo">Length of the shorter side after resizing, in pixels; at least <paramref name="ImageSize"/>.</param>
/// <param name="Interpolation">Kernel of the resize.</param>
/// <param name="Mean">Subtracted from values in [0, 1].</param>
/// <param name="Std">Divides what is left; greater than 0.</param>
public sealed record Preprocessing(int ImageSize, int ResizeTo, Interpolation Interpolation, Rgb Mean, Rgb Std)
{
    /// <summary>ImageNet statistics, as torchvision's weights use them.</summary>
    public static readonly Rgb ImageNetMean = new(0.485, 0.456, 0.406), ImageNetStd = new(0.229, 0.224, 0.225);

    /// <summary>Values in [0, 1] and nothing else: the article's division by 255.</summary>
    /// <param name="imageSize">Width and height in pixels.</param>
    public static Preprocessing UnitRange(int imageSize) => new(imageSize, imageSize, Interpolation.Bilinear, Rgb.All(0), Rgb.All(1));
}
