using Scenes.Reporting;

namespace Scenes.Runner.Commands;

/// <summary>Says which files and folders were not looked into, so that photographs in a format that is not read are not missed in silence.</summary>
internal static class PassedOver
{
    /// <summary>Writes how many there are of each extension; nothing where there are none.</summary>
    /// <param name="names">Names of files; a folder ends in a slash.</param>
    /// <param name="output">Where the line goes.</param>
    public static void Write(IReadOnlyList<string> names, TextWriter output)
    {
        if (names.Count == 0) return;
        var kinds = names.CountBy(Kind).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal);
        output.WriteLine($"{Say.Count(names.Count)} passed over, which are no images by their names, no regular files, or folders that are not entered: {Say.List(kinds.Select(kind => $"{Say.Count(kind.Value)} {kind.Key}"))}.");
    }

    private static string Kind(string name)
    {
        if (name.EndsWith('/')) return "folder";
        string extension = Path.GetExtension(name).ToLowerInvariant();
        return extension.Length == 0 || extension.Any(char.IsControl) ? "without extension" : extension;
    }
}
