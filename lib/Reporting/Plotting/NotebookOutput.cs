namespace Scenes.Reporting.Plotting;

/// <summary>Figures as the output of a notebook's cell.</summary>
/// <remarks>
/// plotly.js has 3.6 MB, so one output of a notebook carries it: the first chart shown by the process, and that chart again whenever it
/// is shown again, because running a cell again replaces its output.
/// </remarks>
internal static class NotebookOutput
{
    private static readonly Lock Gate = new();
    private static string? carrier;

    /// <summary>HTML that draws itself.</summary>
    public static string Of(Figure figure)
    {
        string script = figure is ChartFigure && Carries(figure.Id) ? HtmlPage.PlotlyScript : "";
        return HtmlPage.FigureHead + FigureHtml.Of(figure) + script + HtmlPage.FigureScript;
    }

    /// <summary>HTML of a table.</summary>
    public static string Of(Table table) => HtmlPage.FigureHead + TableHtml.Of(table) + HtmlPage.FigureScript;

    /// <summary>Starts a new notebook: its first chart carries plotly.js again.</summary>
    public static void Restart()
    {
        lock (Gate) carrier = null;
    }

    private static bool Carries(string id)
    {
        lock (Gate) return (carrier ??= id) == id;
    }
}
