namespace Scenes.Runner.Export;

/// <summary>What tells <c>dotnet run</c> how to build a program that stands alone.</summary>
internal static class ProgramDirectives
{
    /// <summary>The lines at the top of the file.</summary>
    /// <param name="name">Name of the notebook.</param>
    /// <param name="target">Where the file will stand.</param>
    /// <param name="repository">The checkout with the library.</param>
    public static IEnumerable<string> Of(string name, string target, string repository)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        string checkout = Path.GetRelativePath(folder, repository).Replace('\\', '/');
        string here = Path.IsPathRooted(checkout) ? checkout : $"$(MSBuildProjectDirectory)/{checkout}"; // another drive has no relative path
        return
        [
            "#!/usr/bin/env dotnet",
            $"// {name}.ipynb as a program: dotnet run --file {Path.GetFileName(target)}",
            $"#:project {checkout}/Scenes.Lib.csproj",
            // Inside the checkout, so that the library finds data/ and artifacts/ of it.
            $"#:property OutputPath={here}/artifacts/programs/bin/{name}/",
            // The native libraries lie beside the program, linked where the file system can, as in every build of the checkout.
            "#:property UseCurrentRuntimeIdentifier=true",
            "#:property SelfContained=false",
            "#:property CreateHardLinksForCopyLocalIfPossible=true",
            $"#:property DirectoryBuildTargetsPath={here}/Directory.Build.targets",
            // Compiled ahead of time, JSON could not look at types.
            "#:property PublishAot=false",
            "#:property InvariantGlobalization=true",
            // Cells are compiled so.
            "#:property ImplicitUsings=disable",
            "#:property Nullable=disable",
            "#:property TreatWarningsAsErrors=false",
            "#:property RunAnalyzers=false",
            "#:property GenerateDocumentationFile=false",
            "#:property NoWarn=$(NoWarn);NU1603",
        ];
    }
}
