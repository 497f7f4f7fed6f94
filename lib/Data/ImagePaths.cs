namespace Scenes.Data;

/// <summary>Finds the photographs behind names of files and folders.</summary>
public static class ImagePaths
{
    /// <summary>
    /// Files as they are named, and for a folder every visible image in it and its visible folders, in ordinal order; a file without an extension counts if it begins as an image does. Links to folders are not followed. What
    /// does not exist or cannot be listed stays in the list under its own name, so that whoever reads the files can say so.
    /// </summary>
    /// <param name="places">Files and folders.</param>
    /// <param name="passedOver">Hears of every visible file in a folder that is no image by its name, and of every link to a folder, which ends in a slash.</param>
    /// <returns>Paths as they were given, extended by what the folders hold.</returns>
    public static IReadOnlyList<string> Find(IEnumerable<string> places, Action<string>? passedOver = null)
    {
        ArgumentNullException.ThrowIfNull(places);
        var found = new List<string>();
        foreach (string place in places)
            if (Directory.Exists(place)) AddFolder(place, found, passedOver);
            else found.Add(place);
        return found;
    }

    private static void AddFolder(string folder, List<string> found, Action<string>? passedOver)
    {
        string[] files, folders;
        try
        {
            files = Array.FindAll(Directory.GetFiles(folder), FolderLayout.IsVisible);
            folders = Array.FindAll(Directory.GetDirectories(folder), FolderLayout.IsVisible);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            found.Add(folder);
            return;
        }
        found.AddRange(files.Where(FolderLayout.IsImage).Order(StringComparer.Ordinal));
        if (passedOver is not null) Array.ForEach(Array.FindAll(files, file => !FolderLayout.IsImage(file)), passedOver);
        foreach (string inner in folders.Order(StringComparer.Ordinal))
            if (new DirectoryInfo(inner).LinkTarget is null) AddFolder(inner, found, passedOver);
            else passedOver?.Invoke(inner + "/");
    }
}
