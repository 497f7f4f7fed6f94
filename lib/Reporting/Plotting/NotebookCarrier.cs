namespace Scenes.Reporting.Plotting;

/// <summary>Decides which outputs of a notebook carry plotly.js.</summary>
/// <remarks>
/// It has 3.6 MB, so one output carries it: the first chart that is shown, and that chart again whenever it is shown again, because
/// running a cell again replaces its output.
/// </remarks>
internal sealed class NotebookCarrier
{
    private readonly Lock gate = new();
    private string? carrier;

    /// <summary>Whether the output of this figure carries the script.</summary>
    public bool Carries(Figure figure)
    {
        if (figure is not ChartFigure) return false;
        lock (gate) return (carrier ??= figure.Id) == figure.Id;
    }

    /// <summary>Starts a new notebook: its first chart carries the script again.</summary>
    public void Restart()
    {
        lock (gate) carrier = null;
    }
}
