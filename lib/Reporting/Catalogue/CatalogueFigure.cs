namespace Scenes.Reporting;

/// <summary>A figure that can be drawn from what a run has stored, without training anything.</summary>
public sealed class CatalogueFigure
{
    private readonly Func<Figure>? build;

    internal CatalogueFigure(string id, string title, string notebook, bool isArticle, string needs, Func<Figure>? build) =>
        (Id, Title, Notebook, IsArticle, Needs, this.build) = (Slug.Of(id), title, notebook, isArticle, needs, build);

    /// <summary>Names the figure on the command line and in files.</summary>
    public string Id { get; }

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>The notebook that shows it.</summary>
    public string Notebook { get; }

    /// <summary>Whether the article shows such a figure; the others are ours.</summary>
    public bool IsArticle { get; }

    /// <summary>What it is drawn from.</summary>
    public string Needs { get; }

    /// <summary>Whether what it needs is there.</summary>
    public bool IsAvailable => build is not null;

    /// <summary>Makes the figure; its id is that of the catalogue.</summary>
    /// <exception cref="FileNotFoundException">What it needs is not there; the message says what to run.</exception>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public Figure Build() => build is null
        ? throw new FileNotFoundException($"{Id} needs {Needs}, which this run does not have. Run 'scenes run --only {Notebook[..2]}' first.")
        : build() with { Id = Id };
}
