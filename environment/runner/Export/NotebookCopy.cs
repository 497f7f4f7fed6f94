using System.Text.RegularExpressions;
using Scenes.Runner.Notebooks;

namespace Scenes.Runner.Export;

/// <summary>Copies a notebook for hosts that do not look for a relative <c>#r</c> beside it, as Verso's: every reference becomes a whole path.</summary>
internal static partial class NotebookCopy
{
    /// <summary>Writes the copy; the notebook in memory changes with it.</summary>
    /// <param name="notebook">Read from where its references are relative to.</param>
    /// <param name="target">The file to write.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Notebook notebook, string target)
    {
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
            cell.SetSource(Reference().Replace(cell.Source, found => $"#r \"{Path.GetFullPath(found.Groups["path"].Value, notebook.Folder)}\""));
        notebook.Save(target);
    }

    [GeneratedRegex(@"^#r\s+""(?<path>\.[^""]*)""", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
