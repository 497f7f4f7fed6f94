namespace Scenes.Runner.Notebooks;

/// <summary>The same as <see cref="CellHost"/>, written after the value.</summary>
public static class CellExtensions
{
    /// <summary>Shows the value where the cell stands.</summary>
    /// <param name="value">Anything; types with a formatter are shown richly.</param>
    public static void Display(this object? value) => CellHost.display(value);
}
