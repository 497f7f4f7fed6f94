using Scenes.Imaging;

namespace Scenes.Data;

/// <summary>How many images are stored in one way.</summary>
/// <param name="Format">File format, by content.</param>
/// <param name="Mode">How colour is stored.</param>
/// <param name="BitsPerChannel">1 to 16.</param>
/// <param name="HasAlpha">Whether pixels may be transparent.</param>
/// <param name="Counts">By split.</param>
public sealed record FormatCount(ImageFormat Format, ColourMode Mode, int BitsPerChannel, bool HasAlpha, SplitCounts Counts);
