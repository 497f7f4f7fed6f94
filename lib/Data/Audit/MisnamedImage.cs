using Scenes.Imaging;

namespace Scenes.Data;

/// <summary>An image whose extension names another format than its content has.</summary>
/// <param name="Image">The image.</param>
/// <param name="Format">What it really is.</param>
public sealed record MisnamedImage(SceneImage Image, ImageFormat Format);
