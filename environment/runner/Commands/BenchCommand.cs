using System.CommandLine;

namespace Scenes.Runner.Commands;

internal static class BenchCommand
{
    public static Command Create()
    {
        var draws = new Option<int>("--draws") { Description = "Bootstrap draws.", DefaultValueFactory = _ => 10_000 };
        var images = new Option<int>("--images") { Description = "Images of the made-up test split.", DefaultValueFactory = _ => 3_000 };
        var models = new Option<int>("--models") { Description = "Made-up models.", DefaultValueFactory = _ => 5 };
        var statistics = new Command("statistics", "Bootstrap intervals of all metrics of all models, against the plain way.") { draws, images, models };
        statistics.SetAction(parsed => StatisticsBenchmark.Run(parsed.GetValue(draws), parsed.GetValue(images), parsed.GetValue(models)));
        return new Command("bench", "Measures speed on this machine.") { statistics };
    }
}
