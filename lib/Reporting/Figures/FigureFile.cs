using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>A stored figure: its data as <c>NAME.json</c>, and beside it a picture of these data or none.</summary>
internal static class FigureFile
{
    /// <summary>Writes the data. A picture of other data than these is deleted first.</summary>
    /// <param name="path">Without extension.</param>
    /// <param name="figure">What to store.</param>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>, or the picture cannot be deleted.</exception>
    public static void Write(string path, Figure figure)
    {
        string data = $"{path}.json", picture = $"{path}.png", text = figure.ToJson();
        if (File.Exists(picture) && !(File.Exists(data) && File.ReadAllText(data) == text)) File.Delete(picture);
        AtomicFile.WriteText(data, text);
    }
}
