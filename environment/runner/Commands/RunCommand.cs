using System.CommandLine;
using System.Globalization;
using Scenes.Data;
using Scenes.Features;
using Scenes.Reporting;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

internal static class RunCommand
{
    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Run the notebooks whose name starts with this; may be given more than once.",
        HelpName = "02",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Folder = new("--notebooks") { Description = "Folder of the notebooks. Default: notebooks of the checkout.", HelpName = "DIR" };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "A folder of photographs, 'intel' for the downloaded set, or 'sample'. Default: SCENES_DATA, else the built-in sample.",
        HelpName = "DIR|intel|sample",
    };

    private static readonly Option<string?> Weights = new("--weights") { Description = "A folder of <network>.safetensors files. Default: SCENES_WEIGHTS, else data/weights.", HelpName = "DIR" };

    private static readonly Option<string?> Out = new("--out") { Description = "Where everything is written. Default: SCENES_OUT, else artifacts.", HelpName = "DIR" };

    private static readonly Option<bool> NoPictures = new("--no-pictures") { Description = "Write no PNG files of the figures, which take a browser." };

    private static readonly Option<long?> Seed = new("--seed") { Description = "Seed of every random choice. Default: SCENES_SEED, else 0.", HelpName = "N" };

    private static readonly Option<int?> Threads = new Option<int?>("--threads") { Description = "Threads that tensors are computed with.", HelpName = "N" }.FromOne();

    private static readonly Option<string?> Precision = PrecisionOption.Create();

    public static Command Create()
    {
        var command = new Command("run", "Executes the notebooks and writes the report; the default command.");
        AddTo(command);
        return command;
    }

    /// <summary>Gives a command the options and the action of <c>run</c>; the root command gets them too.</summary>
    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Only, Folder, Data, Weights, Out, NoPictures, Seed, Threads, Precision }) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(async () =>
        {
            var settings = new RunSettings
            {
                Notebooks = Path.GetFullPath(parsed.GetValue(Folder) ?? Path.Combine(Folders.Repository, "notebooks")),
                Only = parsed.GetValue(Only) ?? [],
                OutFolder = Path.GetFullPath(parsed.GetValue(Out) ?? StudyOptions.FromEnvironment().OutFolder),
                Pictures = !parsed.GetValue(NoPictures),
            };
            PassOn(parsed, settings);
            await using var stop = cancellation.Register(StudyInterrupt.Request); // a training in a cell ends after its batch; its checkpoint stays
            return await NotebookRun.RunAsync(settings, Console.Out, Console.Error, cancellation);
        }, CommandErrors.Resumable));
    }

    /// <summary>
    /// Notebooks read variables, so that they need nothing of the runner, and run in their own folder as in every host; relative paths are of the folder
    /// that the command was given in.
    /// </summary>
    private static void PassOn(ParseResult parsed, RunSettings settings)
    {
        string? data = parsed.GetValue(Data) ?? Environment.GetEnvironmentVariable(Folders.DataVariable);
        Set(Folders.DataVariable, data is null or "" or DataLocation.Intel or DataLocation.Sample ? data : Path.GetFullPath(data));
        Set(Folders.WeightsVariable, parsed.GetValue(Weights) is { } weights ? Path.GetFullPath(weights) : Folders.Weights);
        Set(Folders.CacheVariable, Folders.Cache);
        Set(PrecisionProbe.Variable, parsed.GetValue(Precision));
        Set(StudyOptions.OutVariable, settings.OutFolder);
        Set(StudyOptions.SeedVariable, parsed.GetValue(Seed)?.ToString(CultureInfo.InvariantCulture));
        Set(StudyOptions.ThreadsVariable, parsed.GetValue(Threads)?.ToString(CultureInfo.InvariantCulture));
        Environment.CurrentDirectory = settings.Notebooks;
    }

    private static void Set(string variable, string? value)
    {
        if (value is not null) Environment.SetEnvironmentVariable(variable, value);
    }
}
