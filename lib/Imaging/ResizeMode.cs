namespace Scenes.Imaging;

/// <summary>What resizing does to an image that is not square.</summary>
public enum ResizeMode
{
    /// <summary>The shorter side gets the wanted length, the longer one follows; the centre crop then cuts a square. As torchvision does.</summary>
    ShorterSide,

    /// <summary>Both sides get the wanted length; the picture is distorted and nothing is cut off. As the article does.</summary>
    Squash,
}
