namespace Scenes.Imaging;

/// <summary>How pixels are computed when an image is resized. All but <see cref="Nearest"/> widen their kernel when shrinking (antialias), as Pillow does.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel; no antialias.</summary>
    Nearest,

    /// <summary>Triangle kernel, support 1.</summary>
    Bilinear,

    /// <summary>Keys cubic kernel with a = -0.5, support 2.</summary>
    Bicubic,
}
