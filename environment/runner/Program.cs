using System.CommandLine;
using Scenes.Runner.Commands;
using Spectre.Console;

const int WidthInFiles = 160; // columns; without a terminal tables would wrap at 80
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthInFiles;

var root = new RootCommand("Scenes: transfer learning in C#, from photographs to a report.")
{
    BenchCommand.Create(),
    AuditCommand.Create(),
    CacheCommand.Create(),
    CompareCommand.Create(),
    DeviceCommand.Create(),
    DoctorCommand.Create(),
    ExportCommand.Create(),
    FetchCommand.Create(),
    FiguresCommand.Create(),
    PredictCommand.Create(),
    PretrainCommand.Create(),
    RunCommand.Create(),
    TrainCommand.Create(),
};
RunCommand.AddTo(root); // the default command
EarlyWords.Refuse(root);
// A running cell gets a few seconds to stop before the process ends.
// A name that begins with @ is a file like others.
return await root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
