using System.Runtime.CompilerServices;

namespace Scenes.Reporting;

/// <summary>
/// What the running notebook stored in an earlier run. It goes when the notebook stores its first result, after results of other images were set aside: a notebook that
/// finds no images or no weights loses nothing.
/// </summary>
internal static class EarlierResults
{
    private static readonly AsyncLocal<StrongBox<string?>?> Current = new(); // two runs in one process know nothing of each other

    /// <summary>Says which notebook runs next, to all that is called from here on.</summary>
    /// <param name="name">Its name; null: what it stored stays.</param>
    public static void Announce(string? name) => Current.Value = new StrongBox<string?>(name);

    /// <summary>Deletes what the announced notebook stored, once.</summary>
    /// <param name="folder">The output folder of the run.</param>
    /// <exception cref="InvalidDataException"><c>metrics.csv</c> is there and damaged.</exception>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static void Forget(string folder)
    {
        if (Current.Value is not { } announced) return;
        lock (announced)
        {
            if (announced.Value is null) return;
            RunFolder.Forget(folder, announced.Value);
            announced.Value = null;
        }
    }
}
