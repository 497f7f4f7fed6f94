namespace Scenes.Features;

/// <summary>How an image is turned before its features are computed.</summary>
public enum FeatureView
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Mirrored left to right.</summary>
    Flipped,
}
