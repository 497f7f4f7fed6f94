using System.CommandLine;
using System.Globalization;
using Scenes.Backbones;

namespace Scenes.Runner.Commands;

/// <summary>What the measurements share on the command line and in their tables.</summary>
internal static class BenchOptions
{
    public static Option<string?> Data() => new("--data") { Description = "A folder of images, or intel; SCENES_DATA or the built-in sample where left out." };

    public static Option<string?> Weights() => new("--weights") { Description = "A folder of <network>.safetensors. Default: SCENES_WEIGHTS, else data/weights.", HelpName = "DIR" };

    /// <summary>Any networks; all of them where none is named.</summary>
    public static Option<string[]> AnyNetworks() => new("--network")
    {
        Description = "Networks to measure.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [.. BackboneCatalogue.All.Select(row => row.Name)],
    };

    /// <summary>Networks that must have weights.</summary>
    public static Option<string[]> Networks() => new("--network")
    {
        Description = "Networks whose weights are there.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["mobilenet_v2"],
    };

    /// <summary>All that were named, with their weights, before the first is measured.</summary>
    /// <exception cref="ArgumentException">There is no network of a name.</exception>
    /// <exception cref="FileNotFoundException">One has no weights.</exception>
    public static Pretrained[] WithWeights(string[] names, string? weights)
    {
        Pretrained[] networks = [.. names.Select(name => Pretrained.ImageNet(name, weights))];
        foreach (Pretrained network in networks) WeightLoader.CheckExists(network.WeightsPath, network.Spec.Name);
        return [.. networks.Select(network => network.AllowMissing(network.Spec.OftenMissing))];
    }

    /// <summary>A number of a table.</summary>
    public static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
