namespace Scenes.Reporting.Plotting;

/// <summary>Figures and tables as the output of a notebook's cell.</summary>
internal static class NotebookOutput
{
    private static readonly NotebookCarrier Carrier = new();

    /// <summary>HTML that draws itself.</summary>
    public static string Of(Figure figure) =>
        HtmlPage.FigureHead + FigureHtml.Of(figure) + (Carrier.Carries(figure) ? HtmlPage.PlotlyScript : "") + HtmlPage.FigureScript;

    /// <summary>HTML of a table.</summary>
    public static string Of(Table table) => HtmlPage.FigureHead + TableHtml.Of(table) + HtmlPage.FigureScript;

    /// <summary>Starts a new notebook: its first chart carries plotly.js again.</summary>
    public static void Restart() => Carrier.Restart();
}
