namespace Scenes.Runtime;

/// <summary>Asks whether something is there without taking a lack of permission for its absence, as <see cref="File.Exists"/> does.</summary>
internal static class Presence
{
    /// <summary>Whether there is a file at a path.</summary>
    /// <param name="path">Any path.</param>
    /// <exception cref="UnauthorizedAccessException">A folder above it may not be entered, so that nobody can say.</exception>
    public static bool OfFile(string path)
    {
        if (File.Exists(path)) return true;
        try
        {
            _ = File.GetAttributes(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException($"Access to {path} is denied: this user may not enter a folder above it. Ask its owner for permission, or name another place.", error);
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            return false;
        }
        return false; // a folder
    }
}
