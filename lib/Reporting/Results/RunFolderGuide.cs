using Scenes.Reporting.Plotting;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>The page that says what the files of a run's output folder hold, column by column.</summary>
public static class RunFolderGuide
{
    /// <summary>Name of the file.</summary>
    public const string Name = "README.md";

    /// <summary>Writes it.</summary>
    /// <param name="folder">The output folder of a run.</param>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public static void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, Name), Assets.Read("run-folder.md"));
}
