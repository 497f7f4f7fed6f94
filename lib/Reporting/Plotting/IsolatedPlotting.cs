using System.Reflection;
using System.Runtime.Loader;

namespace Scenes.Reporting.Plotting;

/// <summary>Runs Plotly.NET in a load context of its own.</summary>
/// <remarks>
/// Notebook hosts bring an older FSharp.Core than Plotly.NET needs, and whatever the host already has wins in its own context. This
/// context takes every library that lies beside this one from there. Only strings cross the border, because types differ on both sides.
/// </remarks>
internal static class IsolatedPlotting
{
    private static readonly Lazy<Func<string, string>> Bridge = new(Load);

    /// <summary>Plotly's description of each panel.</summary>
    /// <param name="panels">A JSON array of <see cref="Panel"/>.</param>
    /// <returns>A JSON array of objects with <c>data</c> and <c>layout</c>.</returns>
    public static string Render(string panels) => Bridge.Value(panels);

    private static Func<string, string> Load()
    {
        string library = typeof(IsolatedPlotting).Assembly.Location;
        if (library.Length == 0)
            throw new InvalidOperationException("Charts need Scenes.Lib.dll and its libraries as files in one folder; this host loaded it from memory. Load it by path.");
        Type bridge = new BesideContext(library).LoadFromAssemblyPath(library).GetType(typeof(PlotlyBridge).FullName!, throwOnError: true)!;
        return bridge.GetMethod(nameof(PlotlyBridge.Render), BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<string, string>>();
    }

    private sealed class BesideContext(string library) : AssemblyLoadContext("Scenes plotting")
    {
        private readonly string folder = Path.GetDirectoryName(library)!;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
