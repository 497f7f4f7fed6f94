using System.CommandLine;
using Scenes.Data;
using Scenes.Reporting;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

internal static class FiguresCommand
{
    private static readonly string[] Formats = ["html", "json", "png", "svg"];

    private static readonly Option<string?> Run = new("--run") { Description = "The output folder of a run. Default: SCENES_OUT, else artifacts/.", HelpName = "DIR" };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The photographs of that run. Default: those that its run.json names, else SCENES_DATA, else the built-in sample.",
        HelpName = "DIR|intel|sample",
    };

    private static readonly Option<string?> Out = new("--out") { Description = $"Where to write. Default: {RunFolder.DrawnFolder}/ of the run.", HelpName = "DIR" };

    private static readonly Option<string[]> Format = new("--format")
    {
        Description = $"One or more of {string.Join(", ", Formats)}.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["html"],
    };

    private static readonly Argument<string[]> Ids = new Argument<string[]>("id")
    {
        Description = "What to draw, as 'scenes figures list' names them; 'all' for every one that is available.",
        Arity = ArgumentArity.OneOrMore,
    }.WithoutOptions();

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong(Formats);
        var list = new Command("list", "Lists every figure and table of the article and ours, and what each is drawn from.") { Run, Data };
        list.SetAction(parsed => CommandErrors.Guard(() => List(parsed)));
        var draw = new Command("draw", "Draws figures and tables from what a run has stored; nothing is trained.") { Ids, Run, Data, Out, Format };
        draw.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => DrawAsync(parsed, cancellation)));
        return new Command("figures", "The figures and tables of the report, one by one.") { list, draw };
    }

    private static IReadOnlyList<CatalogueFigure> Catalogue(ParseResult parsed)
    {
        string run = RunOf(parsed);
        if (parsed.GetValue(Run) is not null && !Directory.Exists(run)) throw new DirectoryNotFoundException($"There is no folder {run}. Name the output folder of a run with --run.");
        RunRecord? record = RunRecord.Read(run);
        return FigureCatalogue.Of(RunFolder.Open(run), () => SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(Data) ?? record?.Data)), record?.Seed ?? 0);
    }

    private static string RunOf(ParseResult parsed) => parsed.GetValue(Run) ?? StudyOptions.FromEnvironment().OutFolder;

    private static void List(ParseResult parsed) => parsed.InvocationConfiguration.Output.Write(Table.Of(
        "figures", "Figures", "", Catalogue(parsed),
        new("id", figure => figure.Id), new("from", figure => figure.IsArticle ? "article" : "ours"),
        new("notebook", figure => figure.Notebook), new("title", figure => figure.Title),
        new("available", figure => figure.IsAvailable ? "yes" : $"needs {figure.Needs}")).ToText());

    /// <summary>Draws what can be drawn; what cannot is named at the end, with exit code 1.</summary>
    private static async Task<int> DrawAsync(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter log = parsed.InvocationConfiguration.Output;
        string folder = parsed.GetValue(Out) ?? Path.Combine(RunOf(parsed), RunFolder.DrawnFolder); // figures/ is what the run has stored
        string[] formats = parsed.GetValue(Format)!;
        var drawn = new List<Figure>();
        var failures = new List<string>();
        foreach (CatalogueFigure chosen in Chosen(Catalogue(parsed), parsed.GetValue(Ids)!))
        {
            try
            {
                Figure figure = chosen.Build();
                await WriteAsync(figure, folder, formats, log, cancellation);
                drawn.Add(figure);
            }
            catch (Exception error) when (CommandErrors.IsForUsers(error))
            {
                failures.Add($"{chosen.Id} was not drawn: {CommandErrors.Describe(error)}");
            }
        }
        try // one browser for all
        {
            ChartFigure[] charts = [.. drawn.OfType<ChartFigure>()];
            if (formats.Contains("svg")) foreach (string path in await SvgWriter.WriteAsync(charts, folder, cancellation)) await log.WriteLineAsync(path);
            if (formats.Contains("png")) foreach (string path in await PngWriter.WriteAsync(drawn, folder, cancellation: cancellation)) await log.WriteLineAsync(path);
        }
        catch (Exception error) when (CommandErrors.IsForUsers(error))
        {
            failures.Add($"What a browser draws was not drawn: {CommandErrors.Describe(error)}");
        }
        foreach (string failure in failures) await parsed.InvocationConfiguration.Error.WriteLineAsync(Printable.Lines(failure));
        return failures.Count == 0 ? 0 : 1;
    }

    private static async Task WriteAsync(Figure figure, string folder, string[] formats, TextWriter log, CancellationToken cancellation)
    {
        string name = Path.Combine(folder, figure.Id);
        if (formats.Contains("html")) Write($"{name}.html", figure.ToPage(), log);
        if (formats.Contains("json")) Write($"{name}.json", figure.ToJson(), log);
        if (formats.Contains("svg") && figure is not ChartFigure) await log.WriteLineAsync(await SvgWriter.WriteAsync(figure, folder, cancellation));
    }

    private static void Write(string path, string text, TextWriter log)
    {
        AtomicFile.WriteText(path, text);
        log.WriteLine(path);
    }

    internal static CatalogueFigure[] Chosen(IReadOnlyList<CatalogueFigure> all, string[] ids)
    {
        if (ids.Contains("all")) return [.. all.Where(figure => figure.IsAvailable)];
        return [.. ids.Distinct().Select(id => all.FirstOrDefault(figure => figure.Id == id)
            ?? throw new ArgumentException($"There is no figure '{id}'.{Like(id, all)} 'scenes figures list' names all {all.Count}."))];
    }

    /// <summary>The ids that share most words with one; a run may have hundreds.</summary>
    private static string Like(string id, IReadOnlyList<CatalogueFigure> all)
    {
        const int Most = 5;
        string[] words = id.Split('-');
        string[] nearest = [.. all.Select(figure => (figure.Id, Share: Shared(figure.Id.Split('-')))).Where(row => row.Share > 0).OrderByDescending(row => row.Share).Take(Most).Select(row => row.Id)];
        return nearest.Length == 0 ? "" : $" Like it: {string.Join(", ", nearest)}.";

        double Shared(string[] others) => others.Intersect(words, StringComparer.OrdinalIgnoreCase).Count() / (double)(others.Length + words.Length);
    }
}
