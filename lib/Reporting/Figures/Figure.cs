using System.Text.Json;
using System.Text.Json.Serialization;
using Scenes.Reporting.Formatting;
using Scenes.Reporting.Plotting;

namespace Scenes.Reporting;

/// <summary>A picture as data: what it shows, in records that can be stored, tested and drawn.</summary>
/// <param name="Id">Names the figure in files and links: lower-case letters, digits and hyphens.</param>
/// <param name="Title">What is shown, in a few words.</param>
/// <param name="Caption">What the reader should see in it, one or two sentences.</param>
/// <param name="AltText">What the picture says, for those who cannot see it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "figure")]
[JsonDerivedType(typeof(ChartFigure), "chart")]
[JsonDerivedType(typeof(GalleryFigure), "gallery")]
[JsonDerivedType(typeof(DiagramFigure), "diagram")]
[JsonDerivedType(typeof(TableFigure), "table")]
[TypeFormatterSource(typeof(ReportingFormatters), PreferredMimeTypes = ["text/html"])]
public abstract record Figure(string Id, string Title, string Caption, string AltText)
{
    /// <summary>Names the figure in files and links.</summary>
    /// <exception cref="ArgumentException">The id is no slug.</exception>
    public string Id { get; init => field = Slug.Check(value); } = Slug.Check(Id);

    /// <summary>HTML for a notebook's output. It draws itself offline; the first figure of a process carries the drawing script.</summary>
    /// <remarks>Notebook hosts call this by name, so its name and its lack of parameters are part of the contract.</remarks>
    public string ToHtml() => NotebookOutput.Of(this);

    /// <summary>A whole page with this figure alone, which works offline.</summary>
    public string ToPage() => HtmlPage.Of(Title, FigureHtml.Of(this));

    /// <summary>The data of the figure; <see cref="FromJson"/> reads it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FigureJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The data of a figure.</param>
    /// <exception cref="JsonException">The text is no figure.</exception>
    public static Figure FromJson(string json)
    {
        try
        {
            Figure figure = JsonSerializer.Deserialize<Figure>(json, FigureJson.Options)
                ?? throw new JsonException("The text holds 'null'; expected the data of a figure as Figure.ToJson writes it.");
            return IsWhole(figure) ? figure : throw new JsonException($"Figure {figure.Id} has no panel, or one of its lists holds 'null'.");
        }
        catch (Exception error) when (error is NotSupportedException or ArgumentException) // no kind of figure, or a value that the kind refuses
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <summary>The reader of JSON refuses null everywhere but within lists.</summary>
    private static bool IsWhole(Figure figure) => figure switch
    {
        ChartFigure chart => chart.Panels.Count > 0 && chart.Panels.All(panel => panel?.Traces.Contains(null!) == false && !panel.Lines.Contains(null!)),
        GalleryFigure gallery => gallery.Rows.All(row => row?.Tiles.Contains(null!) == false),
        _ => true, // diagrams and tables check themselves
    };

    /// <summary>Title, caption and alternative text: the form for a terminal.</summary>
    public sealed override string ToString() => $"{Title}\n{Caption}\n[{AltText}]";
}
