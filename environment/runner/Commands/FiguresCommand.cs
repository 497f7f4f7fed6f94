using System.CommandLine;
using Scenes.Data;
using Scenes.Reporting;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

internal static class FiguresCommand
{
    private static readonly string[] Formats = ["html", "json", "png", "svg"];

    private static readonly Option<string> Run = new("--run")
    {
        Description = "The output folder of a run. Default: artifacts/.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new StudyOptions().OutFolder,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The photographs of that run. Default: SCENES_DATA, else the built-in sample.",
        HelpName = "DIR|intel|sample",
    };

    private static readonly Option<string?> Out = new("--out") { Description = "Where to write. Default: figures/ of the run.", HelpName = "DIR" };

    private static readonly Option<string[]> Format = new("--format")
    {
        Description = $"One or more of {string.Join(", ", Formats)}.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["html"],
    };

    private static readonly Argument<string[]> Ids = new("id")
    {
        Description = "Figures to draw, as 'scenes figures list' names them; 'all' for every one that is available.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong(Formats);
        var list = new Command("list", "Lists every figure of the article and ours, and what each is drawn from.") { Run, Data };
        list.SetAction(parsed => CommandErrors.Guard(() => List(parsed)));
        var draw = new Command("draw", "Draws figures from stored predictions and histories; nothing is trained.") { Ids, Run, Data, Out, Format };
        draw.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => DrawAsync(parsed, cancellation)));
        return new Command("figures", "The figures of the report, one by one.") { list, draw };
    }

    private static IReadOnlyList<CatalogueFigure> Catalogue(ParseResult parsed) => FigureCatalogue.Of(
        RunFolder.Open(parsed.GetValue(Run)!), () => SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(Data))));

    private static void List(ParseResult parsed) => parsed.InvocationConfiguration.Output.Write(Table.Of(
        "figures", "Figures", "", Catalogue(parsed),
        new("id", figure => figure.Id), new("from", figure => figure.IsArticle ? "article" : "ours"),
        new("notebook", figure => figure.Notebook), new("title", figure => figure.Title),
        new("available", figure => figure.IsAvailable ? "yes" : $"needs {figure.Needs}")).ToText());

    private static async Task DrawAsync(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter log = parsed.InvocationConfiguration.Output;
        string folder = parsed.GetValue(Out) ?? Path.Combine(parsed.GetValue(Run)!, "figures");
        string[] formats = parsed.GetValue(Format)!;
        string[] ids = parsed.GetValue(Ids)!;
        Figure[] figures = [.. Chosen(Catalogue(parsed), ids).Select(figure => figure.Build())];
        if (formats.Contains("svg") && !ids.Contains("all") && figures.OfType<GalleryFigure>().Select(figure => figure.Id).ToArray() is { Length: > 0 } galleries)
            throw new ArgumentException($"{string.Join(", ", galleries)}: made of photographs, which SVG only wraps. Write photographs as PNG or HTML; nothing was drawn.");
        foreach (var figure in figures)
        {
            string name = Path.Combine(folder, figure.Id);
            if (formats.Contains("html")) Write($"{name}.html", figure.ToPage(), log);
            if (formats.Contains("json")) Write($"{name}.json", figure.ToJson(), log);
            if (formats.Contains("svg") && figure is not GalleryFigure) await log.WriteLineAsync(await SvgWriter.WriteAsync(figure, folder, cancellation));
            else if (formats.Contains("svg")) await log.WriteLineAsync($"{figure.Id} is made of photographs; write it as PNG or HTML.");
        }
        if (!formats.Contains("png")) return;
        foreach (string path in await PngWriter.WriteAsync(figures, folder, cancellation: cancellation)) await log.WriteLineAsync(path);
    }

    private static void Write(string path, string text, TextWriter log)
    {
        AtomicFile.WriteText(path, text);
        log.WriteLine(path);
    }

    private static IEnumerable<CatalogueFigure> Chosen(IReadOnlyList<CatalogueFigure> all, string[] ids)
    {
        if (ids.Contains("all")) return all.Where(figure => figure.IsAvailable);
        return ids.Select(id => all.FirstOrDefault(figure => figure.Id == id)
            ?? throw new ArgumentException($"There is no figure '{id}'. Known: {string.Join(", ", all.Select(figure => figure.Id))}."));
    }
}
