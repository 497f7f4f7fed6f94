namespace Scenes.Reporting;

/// <summary>
/// What the running notebook stored in an earlier run. It goes when the notebook stores its first result, after results of other images were set aside: a notebook that
/// finds no images or no weights loses nothing.
/// </summary>
internal static class EarlierResults
{
    private static readonly Lock Gate = new();

    private static string? notebook;

    /// <summary>Says which notebook runs next.</summary>
    /// <param name="name">Its name; null: what it stored stays.</param>
    public static void Announce(string? name)
    {
        lock (Gate) notebook = name;
    }

    /// <summary>Deletes what the announced notebook stored, once.</summary>
    /// <param name="folder">The output folder of the run.</param>
    /// <exception cref="InvalidDataException"><c>metrics.csv</c> is there and damaged.</exception>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static void Forget(string folder)
    {
        lock (Gate)
        {
            if (notebook is null) return;
            RunFolder.Forget(folder, notebook);
            notebook = null;
        }
    }
}
