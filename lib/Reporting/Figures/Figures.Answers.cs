using System.Globalization;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>What a saved model says of photographs.</summary>
public static partial class Figures
{
    /// <summary>Photographs with what a classifier says of each; files that could not be read are left out.</summary>
    /// <param name="id">Names the figure in files and links.</param>
    /// <param name="title">What is shown, in a few words.</param>
    /// <param name="caption">What the reader should see in it.</param>
    /// <param name="answers">The answers, in the order in which they are shown.</param>
    /// <param name="most">Shows this many at most.</param>
    public static GalleryFigure Answers(string id, string title, string caption, IEnumerable<ImageAnswer> answers, int most = 16)
    {
        ArgumentNullException.ThrowIfNull(answers);
        GalleryTile[] tiles = [.. answers.Where(answer => answer.Error is null).Take(most).Select(Tile)];
        return new GalleryFigure(id, title, caption, $"{tiles.Length} photographs, each with the class and probability that the model gives it.", [new GalleryRow("", tiles)]);
    }

    private static GalleryTile Tile(ImageAnswer answer)
    {
        string probability = answer.Probability.ToString("P0", CultureInfo.InvariantCulture), unsure = answer.IsUnsure ? ", unsure" : "";
        return new GalleryTile(Thumbnail.Of(answer.Path), answer.Label!, $"{probability}{unsure}", $"{Path.GetFileName(answer.Path)}: {answer.Label}, {probability}{unsure}");
    }
}
