using System.CommandLine;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

internal static class DeviceCommand
{
    public static Command Create()
    {
        var command = new Command("device", "Says where tensors are computed and why.");
        command.SetAction(_ => CommandErrors.Guard(() => Console.WriteLine(Device.Current)));
        return command;
    }
}
