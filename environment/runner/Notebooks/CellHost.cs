namespace Scenes.Runner.Notebooks;

/// <summary>What every cell can call without a <c>using</c>: the part of .NET Interactive's helpers that all hosts share.</summary>
public static class CellHost
{
#pragma warning disable IDE1006 // the notebook kernels spell it so
    /// <summary>Shows a value where the cell stands.</summary>
    /// <param name="value">Anything; types with a formatter are shown richly.</param>
    public static void display(object? value)
#pragma warning restore IDE1006
    {
        if (CellConsole.Current is { } outputs) outputs.Display(value);
        else Console.WriteLine(value);
    }
}
