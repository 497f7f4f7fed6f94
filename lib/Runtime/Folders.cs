namespace Scenes.Runtime;

/// <summary>Where the library finds and keeps files.</summary>
public static class Folders
{
    /// <summary>The variable that names the image set: a folder, <c>intel</c>, or unset for the built-in sample.</summary>
    public const string DataVariable = "SCENES_DATA";

    /// <summary>The variable that names a folder of <c>&lt;network&gt;.safetensors</c> files.</summary>
    public const string WeightsVariable = "SCENES_WEIGHTS";

    /// <summary>The variable that moves the cache.</summary>
    public const string CacheVariable = "SCENES_CACHE";

    /// <summary>The checkout that this library was built in, or the current folder where there is none above the library.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Where downloads land: <c>data/</c> of the checkout.</summary>
    public static string Data => Path.Combine(Repository, "data");

    /// <summary>Where weights are looked for: SCENES_WEIGHTS, or <c>data/weights</c> of the checkout.</summary>
    public static string Weights => Variable(WeightsVariable) ?? Path.Combine(Data, "weights");

    /// <summary>Where what can be made again is kept: SCENES_CACHE, or <c>scenes</c> in the user's cache folder.</summary>
    public static string Cache => Variable(CacheVariable)
        ?? Path.Combine(Variable("XDG_CACHE_HOME") ?? UserCache(), "scenes");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? Path.GetFullPath(value) : null;

    private static string UserCache()
    {
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0) return Path.GetTempPath();
        return Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
    }

    private static string FindRepository()
    {
        string start = Path.GetDirectoryName(typeof(Folders).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Scenes.Lib.csproj"))) return at.FullName;
        return Environment.CurrentDirectory;
    }
}
