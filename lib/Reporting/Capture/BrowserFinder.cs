namespace Scenes.Reporting.Capture;

/// <summary>Finds Chromium or a browser built on it.</summary>
internal static class BrowserFinder
{
    /// <summary>The variable that names the browser's executable.</summary>
    public const string Variable = "SCENES_BROWSER";

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge"];

    private static readonly string[] MacApplications = ["Chromium", "Google Chrome", "Microsoft Edge"];

    private static readonly string[] WindowsApplications = [@"Google\Chrome\Application\chrome.exe", @"Chromium\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe"];

    /// <summary>Path of the executable; null where there is none.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? File.Exists(given) ? given : null
        : Candidates().FirstOrDefault(File.Exists);

    /// <summary>Why <see cref="Find"/> found none.</summary>
    public static string WhyNone => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? $"{Variable} is '{given}', and there is no such file" : "none was found";

    private static IEnumerable<string> Candidates()
    {
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            foreach (string name in Names) yield return Path.Combine(folder, name + suffix);
        if (OperatingSystem.IsMacOS())
            foreach (string name in MacApplications) yield return $"/Applications/{name}.app/Contents/MacOS/{name}";
        if (OperatingSystem.IsWindows())
            foreach (var root in new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData })
                foreach (string path in WindowsApplications) yield return Path.Combine(Environment.GetFolderPath(root), path);
    }
}
