using System.CommandLine;
using Scenes.Runner.Export;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

internal static class ExportCommand
{
    private static readonly Argument<string> Name = new("notebook") { Description = "The beginning of a notebook's name, such as 03, or the path of a notebook." };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The file to write: a program (.cs), or a copy with whole paths (.ipynb). Default: the notebook's name and .cs, here.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace the file if there is one." };

    public static Command Create()
    {
        var command = new Command("export", "Writes a notebook as one C# file that dotnet run takes, or as a copy for hosts that resolve no relative path.") { Name, To, Force };
        command.SetAction(parsed => CommandErrors.Guard(() =>
        {
            var notebook = Notebook.Load(Find(parsed.GetValue(Name)!));
            string target = Path.GetFullPath(parsed.GetValue(To) ?? $"{notebook.Name}.cs");
            if (File.Exists(target) && !parsed.GetValue(Force))
                throw new IOException($"{target} exists and was left alone. Name another file with --to, or replace it with --force.");
            var output = parsed.InvocationConfiguration.Output;
            switch (Path.GetExtension(target))
            {
                case ".cs":
                    AtomicFile.WriteText(target, ProgramExporter.Of(notebook, target, Folders.Repository));
                    output.WriteLine($"{target}\nRun it: dotnet run --file {target}");
                    break;
                case ".ipynb":
                    NotebookCopy.Write(notebook, target);
                    output.WriteLine(target);
                    break;
                default:
                    throw new ArgumentException($"--to names '{target}'; expected a file that ends in .cs (a program) or in .ipynb (a copy with whole paths).");
            }
        }));
        return command;
    }

    private static string Find(string wanted)
    {
        if (File.Exists(wanted)) return wanted;
        string[] all = [.. Directory.EnumerateFiles(Path.Combine(Folders.Repository, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];
        string[] found = [.. all.Where(file => Path.GetFileName(file).StartsWith(wanted, StringComparison.Ordinal))];
        return found.Length == 1 ? found[0] : throw new ArgumentException(
            $"'{wanted}' names {found.Length} notebooks; expected a path or the beginning of one of: {string.Join(", ", all.Select(Path.GetFileNameWithoutExtension))}.");
    }
}
