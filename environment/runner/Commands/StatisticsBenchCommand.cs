using System.CommandLine;
using Scenes.Runner.Bench;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes bench statistics</c>: bootstrap draws a second, the plain way against ours.</summary>
internal static class StatisticsBenchCommand
{
    public static Command Create()
    {
        var draws = new Option<int>("--draws") { Description = "Bootstrap draws.", DefaultValueFactory = _ => 10_000 };
        var images = new Option<int>("--images") { Description = "Images of the made-up test split.", DefaultValueFactory = _ => 3_000 };
        var models = new Option<int>("--models") { Description = "Made-up models.", DefaultValueFactory = _ => 5 };
        var command = new Command("statistics", "Bootstrap intervals of all metrics of all models, against the plain way.") { draws, images, models };
        foreach (Option<int> number in new[] { draws, images, models }) number.FromOne();
        command.SetAction(parsed => CommandErrors.Guard(() => StatisticsBenchmark.Run(parsed.GetValue(draws), parsed.GetValue(images), parsed.GetValue(models))));
        return command;
    }
}
