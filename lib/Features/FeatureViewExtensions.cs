namespace Scenes.Features;

/// <summary>What a view consists of.</summary>
internal static class FeatureViewExtensions
{
    /// <summary>Whether the image is mirrored left to right.</summary>
    /// <param name="view">The view.</param>
    public static bool IsFlipped(this FeatureView view) => view is FeatureView.Flipped or FeatureView.CentredFlipped;

    /// <summary>Whether the features of the middle are averaged with those of the whole; that takes twice the time.</summary>
    /// <param name="view">The view.</param>
    public static bool HasCentre(this FeatureView view) => view is FeatureView.Centred or FeatureView.CentredFlipped;
}
