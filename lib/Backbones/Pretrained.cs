using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Backbones;

/// <summary>A network together with the file of its trained weights and the input that these expect.</summary>
/// <param name="Spec">The network's row of the catalogue.</param>
/// <param name="WeightsPath">A safetensors file.</param>
/// <param name="Preprocessing">What the weights expect as input.</param>
/// <param name="WidthFactor">What the channels of every layer are multiplied by; 1 for the network of the paper.</param>
public sealed record Pretrained(BackboneSpec Spec, string WeightsPath, Preprocessing Preprocessing, double WidthFactor = 1)
{
    /// <summary>Keys that the file may lack and that start fresh, or that are of no use; see <see cref="WeightLoader"/>.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = Spec.ClassifierKeys;

    /// <summary>Whether the file is there.</summary>
    /// <exception cref="UnauthorizedAccessException">A folder above it may not be entered, so that nobody can say.</exception>
    public bool Exists => Presence.OfFile(WeightsPath);

    /// <summary>SHA-256 of the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message says which command gets it.</exception>
    public string WeightsHash
    {
        get
        {
            WeightLoader.CheckExists(WeightsPath, Spec.Name);
            return ContentHash.OfFile(WeightsPath);
        }
    }

    /// <summary>Identifies the weights that <see cref="Load"/> gives: the file's hash, and the keys that it may lack where there are such.</summary>
    /// <exception cref="FileNotFoundException">As for <see cref="WeightsHash"/>.</exception>
    public string Identity => LeaveOut.SequenceEqual(Spec.ClassifierKeys) ? WeightsHash : ContentHash.OfText($"{WeightsHash}\n{string.Join('\n', LeaveOut)}");

    /// <summary>ImageNet weights of a network of the catalogue.</summary>
    /// <param name="name">Its name, such as <c>resnet50</c>.</param>
    /// <param name="folder">A folder of <c>&lt;name&gt;.safetensors</c> files; <see cref="Folders.Weights"/> where null.</param>
    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    public static Pretrained ImageNet(string name, string? folder = null)
    {
        BackboneSpec spec = BackboneCatalogue.Find(name);
        return new Pretrained(spec, Path.Combine(folder ?? Folders.Weights, $"{name}.safetensors"), spec.Preprocessing);
    }

    /// <summary>The same weights where some of a file's keys may be missing: those that are start fresh, those that are there are loaded.</summary>
    /// <param name="keys">Keys of the state dict, such as <c>Mixed_7b.branch3x3dbl_2.conv.weight</c>; <c>*</c> stands for any text: <c>Mixed_7b.*</c>.</param>
    /// <exception cref="FileNotFoundException">As for <see cref="WeightsHash"/>.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public Pretrained AllowMissing(params IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        WeightLoader.CheckExists(WeightsPath, Spec.Name);
        using var file = SafetensorsFile.Open(WeightsPath);
        HashSet<string> there = [.. file.Tensors.Keys.Select(WeightLoader.NamesOf(file))];
        return this with { LeaveOut = [.. LeaveOut, .. keys.SelectMany(Matching).Where(key => !there.Contains(key))] };
    }

    /// <summary>The network's keys that a pattern stands for; a key stands for itself.</summary>
    private IEnumerable<string> Matching(string pattern)
    {
        if (!pattern.Contains('*') && !pattern.Contains('?')) return [pattern];
        using Backbone network = Backbone.Create(Spec.Name, classCount: 0, WidthFactor);
        return [.. network.state_dict().Keys.Where(key => WeightLoader.Matches(pattern, key))];
    }

    /// <summary>Makes the network and loads its weights. What the file lacks starts fresh, each time with the same values: cached features were made with them.</summary>
    /// <returns>The network without a classifier, in inference mode; the caller's to dispose.</returns>
    /// <exception cref="FileNotFoundException">There are no weights; the message says which command gets them.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or keys or shapes do not match.</exception>
    public Backbone Load()
    {
        Backbone network = Backbone.Create(Spec.Name, classCount: 0, WidthFactor);
        try
        {
            WeightLoader.Load(network, WeightsPath, LeaveOut);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
