namespace Scenes.Tests.Browser;

/// <summary>A finished run in the folder that SCENES_RUN names: its report, and three of its executed notebooks as pages.</summary>
public sealed class RealRun : IDisposable
{
    private const string Variable = "SCENES_RUN", Report = "report.html";

    private readonly string pages = Directory.CreateTempSubdirectory("scenes-pages-").FullName;

    /// <summary>Names of the pages: the report, then the notebooks.</summary>
    public static TheoryData<string> Pages => [Report, "01-photographs.html", "03-vgg16.html", "06-democracy.html"];

    /// <summary>Absolute path of the run; skips the test where none is named.</summary>
    public static string Folder
    {
        get
        {
            string folder = Environment.GetEnvironmentVariable(Variable) ?? "";
            Assert.SkipWhen(folder.Length == 0, $"{Variable} is not set; set it to the folder of a finished run, such as artifacts.");
            return Path.GetFullPath(folder);
        }
    }

    /// <summary>Path of a page; skips the test where no run is named.</summary>
    public string this[string page]
    {
        get
        {
            if (page == Report) return Path.Combine(Folder, page);
            string path = Path.Combine(pages, page);
            if (!File.Exists(path)) File.WriteAllText(path, NotebookPage.Of(Path.Combine(Folder, "notebooks", Path.ChangeExtension(page, ".ipynb"))));
            return path;
        }
    }

    public void Dispose() => Directory.Delete(pages, recursive: true);
}
