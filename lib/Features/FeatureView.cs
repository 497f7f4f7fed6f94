namespace Scenes.Features;

/// <summary>How a network looks at an image when its features are computed.</summary>
public enum FeatureView
{
    /// <summary>At the whole image, as it is.</summary>
    Plain,

    /// <summary>At the whole image, mirrored left to right.</summary>
    Flipped,

    /// <summary>At the whole image and, enlarged to the same size, at its middle four fifths; the features are averaged.</summary>
    Centred,

    /// <summary>As <see cref="Centred"/>, mirrored left to right.</summary>
    CentredFlipped,
}
