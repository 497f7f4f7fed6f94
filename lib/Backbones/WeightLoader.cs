using System.IO.Enumeration;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>Loads state dicts strictly: every key of the network is in the file and every key of the file in the network, unless the caller names it.</summary>
public static class WeightLoader
{
    /// <summary>Loads a state dict into a network, converting values to the type of each parameter.</summary>
    /// <param name="network">Any module; parameters and buffers are overwritten in place.</param>
    /// <param name="path">A safetensors file of fp64, fp32, fp16 or bf16 weights under torchvision's names, or timm's of <c>mobilenetv2_100</c>.</param>
    /// <param name="leaveOut">Keys that neither side needs to have, and that are not loaded; <c>*</c> stands for any text: <c>fc.*</c>, <c>AuxLogits.*</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says which command gets weights.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or a folder above it may not be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or keys or shapes do not match, or it is not what was fetched; nothing was loaded then. The message lists every key.</exception>
    public static void Load(nn.Module network, string path, IReadOnlyList<string>? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        CheckExists(path, (network as Backbone)?.Spec.Name);
        WeightRecord.Check(path);
        using var file = SafetensorsFile.Open(path);
        var rename = NamesOf(file);
        var wanted = network.state_dict().Where(pair => !IsLeftOut(pair.Key, leaveOut)).ToDictionary();
        var named = file.Tensors.Values.GroupBy(entry => rename(entry.Name)).Where(group => !IsLeftOut(group.Key, leaveOut)).ToList();
        var stored = named.ToDictionary(group => group.Key, group => group.First());
        Check(network, file.Path, wanted, stored, named.Where(group => group.Count() > 1).ToDictionary(group => group.Key, group => string.Join(", ", group.Select(entry => entry.Name))));
        using var withoutGradient = no_grad();
        foreach (var (key, entry) in stored)
        {
            using var values = file.Read(entry.Name);
            wanted[key].copy_(values);
        }
    }

    /// <summary>Turns the keys of a file into torchvision's.</summary>
    internal static Func<string, string> NamesOf(SafetensorsFile file) =>
        file.Tensors.ContainsKey(TimmMobileNetNames.Mark) ? TimmMobileNetNames.ToTorchvision : key => key;

    /// <summary>Says which command gets weights that are not there.</summary>
    /// <param name="path">Where they should be.</param>
    /// <param name="network">Name of the network; null for one that is in no catalogue.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder above it may not be entered.</exception>
    internal static void CheckExists(string path, string? network)
    {
        if (!Presence.OfFile(path)) throw new FileNotFoundException($"There are no weights at {path}. {Remedy(network)}", path);
    }

    private static void Check(nn.Module network, string path, Dictionary<string, Tensor> wanted, Dictionary<string, SafetensorsEntry> stored, Dictionary<string, string> repeated)
    {
        string[] all = [.. wanted.Keys.Union(stored.Keys).Where(key => !IsCounter(key))];
        var problems = new List<string>();
        Add("missing", wanted.Keys.Where(key => !stored.ContainsKey(key) && !IsCounter(key)).ToDictionary(key => key, _ => ""));
        Add("unexpected", stored.Keys.Where(key => !wanted.ContainsKey(key)).ToDictionary(key => key, _ => ""));
        Add("misshapen", (from pair in stored
                          where wanted.TryGetValue(pair.Key, out var target) && !Fits(pair.Value, target)
                          select pair).ToDictionary(pair => pair.Key, pair => $"file {Text(pair.Value.Type, pair.Value.Shape)}, network {Text(wanted[pair.Key].dtype, wanted[pair.Key].shape)}"));
        Add("stored twice", repeated);
        if (problems.Count == 0) return;
        throw new InvalidDataException($"{path} does not fit {network.GetName()}. {string.Join(" ", problems)} "
            + $"Name keys that may differ in leaveOut, such as \"fc.*\". {Remedy((network as Backbone)?.Spec.Name)}");

        void Add(string kind, Dictionary<string, string> keys)
        {
            if (keys.Count > 0) problems.Add($"{keys.Count} {kind}: {KeyList.Text(keys, all)}.");
        }
    }

    private static bool Fits(SafetensorsEntry entry, Tensor target) =>
        entry.Shape.SequenceEqual(target.shape) && is_floating_point(entry.Type) == is_floating_point(target.dtype);

    private static string Text(ScalarType type, IReadOnlyList<long> shape) => $"{type} {SafetensorsEntry.ShapeText(shape)}";

    /// <summary>Batch norm counts the batches it saw; no result depends on it, and some files leave it out.</summary>
    private static bool IsCounter(string key) => key.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static bool IsLeftOut(string key, IReadOnlyList<string>? patterns) =>
        patterns is not null && patterns.Any(pattern => Matches(pattern, key));

    /// <summary>Whether a key is what a pattern says; <c>*</c> stands for any text and <c>?</c> for one letter.</summary>
    internal static bool Matches(string pattern, string key) => FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: false);

    private static string Remedy(string? name) => name is null ? "Check the path, or get ImageNet weights with 'scenes fetch'." : WeightSource.Remedy(name);
}
