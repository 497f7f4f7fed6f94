namespace Scenes.Imaging;

/// <summary>How a file stores colour. Every mode is decoded to RGB.</summary>
public enum ColourMode
{
    /// <summary>One channel of brightness.</summary>
    Grey,

    /// <summary>Three channels, or what stands for them in the file (such as YCbCr).</summary>
    Rgb,

    /// <summary>Indices into a table of colours.</summary>
    Palette,

    /// <summary>Four printing inks.</summary>
    Cmyk,
}
