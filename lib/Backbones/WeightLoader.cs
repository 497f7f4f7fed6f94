using System.IO.Enumeration;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>Loads state dicts strictly: every key of the network is in the file and every key of the file in the network, unless the caller names it.</summary>
public static class WeightLoader
{
    private const int KeysShown = 12; // of each kind, in an error

    /// <summary>The file of a network in the weights folder: <c>--weights</c>, SCENES_WEIGHTS or <c>data/weights</c>.</summary>
    /// <param name="network">Its name, such as <c>resnet50</c>.</param>
    public static string PathOf(string network) => Path.Combine(Folders.Weights, $"{network}.safetensors");

    /// <summary>Loads a backbone's ImageNet weights from the weights folder.</summary>
    /// <param name="network">A network of width factor 1.</param>
    /// <param name="leaveOut">As for <see cref="Load(nn.Module, string, IReadOnlyList{string}?)"/>; classifiers the network was made without need not be named.</param>
    /// <returns>SHA-256 of the file.</returns>
    /// <exception cref="FileNotFoundException">There are no weights; the message says which command gets them.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or keys or shapes do not match.</exception>
    public static string Load(Backbone network, IReadOnlyList<string>? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        string path = PathOf(network.Spec.Name);
        var classifiers = network.ClassCount == 0 ? network.Spec.ClassifierKeys : [];
        Load(network, path, [.. leaveOut ?? [], .. classifiers]);
        return ContentHash.OfFile(path);
    }

    /// <summary>Loads a state dict into a network, converting values to the type of each parameter.</summary>
    /// <param name="network">Any module; parameters and buffers are overwritten in place.</param>
    /// <param name="path">A safetensors file of fp64, fp32, fp16 or bf16 weights.</param>
    /// <param name="leaveOut">Keys that neither side needs to have, and that are not loaded; <c>*</c> stands for any text: <c>fc.*</c>, <c>AuxLogits.*</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says which command gets weights.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or keys or shapes do not match; nothing was loaded then.</exception>
    public static void Load(nn.Module network, string path, IReadOnlyList<string>? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!File.Exists(path)) throw new FileNotFoundException($"There are no weights at {path}. {Remedy(network)}", path);
        using var file = SafetensorsFile.Open(path);
        var wanted = network.state_dict().Where(pair => !IsLeftOut(pair.Key, leaveOut)).ToDictionary();
        var names = file.Tensors.Keys.Where(key => !IsLeftOut(key, leaveOut)).ToHashSet(StringComparer.Ordinal);
        Check(network, file, wanted, names);
        using var withoutGradient = no_grad();
        foreach (var (key, target) in wanted)
        {
            using var values = file.Read(key);
            target.copy_(values);
        }
    }

    private static void Check(nn.Module network, SafetensorsFile file, Dictionary<string, Tensor> wanted, HashSet<string> names)
    {
        var problems = new List<string>();
        Add(problems, "missing", wanted.Keys.Where(key => !names.Contains(key)));
        Add(problems, "unexpected", names.Where(key => !wanted.ContainsKey(key)));
        Add(problems, "misshapen", from pair in wanted
                                   where names.Contains(pair.Key) && !file.Tensors[pair.Key].Shape.SequenceEqual(pair.Value.shape)
                                   select $"{pair.Key} (file {SafetensorsEntry.ShapeText(file.Tensors[pair.Key].Shape)}, network {SafetensorsEntry.ShapeText(pair.Value.shape)})");
        if (problems.Count == 0) return;
        throw new InvalidDataException($"{file.Path} does not fit {network.GetName()}. {string.Join(" ", problems)} "
            + $"Name keys that may differ in leaveOut, such as \"fc.*\". {Remedy(network)}");
    }

    private static void Add(List<string> problems, string kind, IEnumerable<string> keys)
    {
        string[] sorted = [.. keys.Order(StringComparer.Ordinal)];
        if (sorted.Length == 0) return;
        string more = sorted.Length > KeysShown ? $" and {sorted.Length - KeysShown} more" : "";
        problems.Add($"{sorted.Length} {kind}: {string.Join(", ", sorted.Take(KeysShown))}{more}.");
    }

    private static bool IsLeftOut(string key, IReadOnlyList<string>? patterns) =>
        patterns is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: false));

    private static string Remedy(nn.Module network) => network is Backbone backbone
        ? $"Get them with 'scenes fetch {backbone.Spec.Name}', or set {Folders.WeightsVariable} to a folder that has {backbone.Spec.Name}.safetensors."
        : "Check the path, or get ImageNet weights with 'scenes fetch'.";
}
