using System.CommandLine;

namespace Scenes.Runner.Commands;

/// <summary>Measurements that the README and the pages in environment/ quote; each subcommand is one of them. Frozen networks where none is named.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        Command networks = NetworkBenchCommand.Create();
        var bench = new Command("bench", "Measures speed, and what the fast and the thorough ways cost or bring; frozen networks where nothing is named.")
        {
            networks,
            LayerBenchCommand.Create(),
            ProbeBenchCommand.Create(),
            DepthBenchCommand.Create(),
            HeadBenchCommand.Create(),
            ImagingBenchCommand.Create(),
            PredictBenchCommand.Create(),
            StatisticsBenchCommand.Create(),
            TrainingBenchCommand.Create(),
        };
        foreach (Option option in networks.Options) bench.Options.Add(option);
        bench.Action = networks.Action;
        return bench;
    }
}
