using System.Reflection;

namespace Scenes.Reporting.Plotting;

/// <summary>Scripts and style sheets that lie inside the libraries.</summary>
internal static class Assets
{
    private static readonly Lazy<string> Plotly = new(() => ReadPlotly());

    /// <summary>The style sheet of figures and tables.</summary>
    public static string FigureCss { get; } = Read("figure.css");

    /// <summary>The script that draws figures once plotly.js is there.</summary>
    public static string FigureJs { get; } = Read("figure.js");

    /// <summary>plotly.js as it lies in the Plotly.NET package.</summary>
    public static string PlotlyJs => Plotly.Value;

    /// <summary>A file of the Assets folder.</summary>
    public static string Read(string name) => Read(typeof(Assets).Assembly, name);

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource '{name}'. It has: {string.Join(", ", assembly.GetManifestResourceNames())}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string ReadPlotly()
    {
        // A collectible look at the resources alone: nothing of Plotly.NET runs here, so its FSharp.Core does not matter.
        string folder = Path.GetDirectoryName(typeof(Assets).Assembly.Location) ?? AppContext.BaseDirectory;
        Assembly plotly = new System.Runtime.Loader.AssemblyLoadContext("plotly.js").LoadFromAssemblyPath(Path.Combine(folder, "Plotly.NET.dll"));
        string name = plotly.GetManifestResourceNames().Single(resource => resource.EndsWith(".min.js", StringComparison.Ordinal));
        return Read(plotly, name);
    }
}
