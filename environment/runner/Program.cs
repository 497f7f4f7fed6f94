using System.CommandLine;
using Scenes.Runner.Commands;

var root = new RootCommand("Scenes: transfer learning in C#, from photographs to a report.")
{
    DeviceCommand.Create(),
    CacheCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
