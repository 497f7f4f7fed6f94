using System.Text.Json;
using System.Text.Json.Serialization;
using Scenes.Backbones;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Evaluation;

/// <summary>
/// What a saved model is: everything that its numbers depend on and how good they are. It is plain data of fixed types; reading one from
/// anywhere makes no other types and runs no code.
/// </summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Classes">K class names in the order of the outputs; 2 or more, each once.</param>
/// <param name="Backbone">The pretrained network.</param>
/// <param name="Head">The new layers.</param>
/// <param name="Preprocessing">How images become inputs.</param>
/// <param name="Views">The views whose probabilities are averaged.</param>
/// <param name="Temperature">Divides the logits; fitted on validation. 0.001 to 1000.</param>
/// <param name="Unsure">Below which probability an answer counts as unsure, and what validation says of that.</param>
/// <param name="Seed">Seed of the training.</param>
/// <param name="Data">The images it was made from.</param>
/// <param name="Metrics">How good it is.</param>
public sealed record ModelCard(
    string Name, string Recipe, IReadOnlyList<string> Classes, ModelCardBackbone Backbone, ModelCardHead Head, Preprocessing Preprocessing,
    IReadOnlyList<FeatureView> Views, double Temperature, UnsureThreshold Unsure, long Seed, ModelCardData Data, IReadOnlyList<ModelCardMetric> Metrics)
{
    /// <summary>Name of the file in a model's folder.</summary>
    public const string FileName = "card.json";

    /// <summary>The longest card that is read, in bytes.</summary>
    public const long MaximumBytes = 4_000_000;

    internal const string CurrentFormat = "scenes-model/1";

    private const int MostClasses = 100_000, MostHidden = 1 << 14, LargestImage = 1024;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = 16,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>Which form of card this is.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary><see cref="FeatureKey.LibraryVersion"/> of the library that it was trained with; empty in cards of before there was this entry, which are refused.</summary>
    public string Extraction { get; init; } = "";

    /// <summary>Reads the card of a model's folder and checks every value of it.</summary>
    /// <param name="folder">A folder that <see cref="ImageClassifier.Save"/> wrote.</param>
    /// <exception cref="FileNotFoundException">There is no such folder, or no card in it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the card may not be read.</exception>
    /// <exception cref="InvalidDataException">The card is damaged or of another form or extraction; the message says where and what to do.</exception>
    public static ModelCard Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.Combine(Path.GetFullPath(folder), FileName);
        if (!Presence.OfFile(path))
            throw new FileNotFoundException($"There is no saved model in {Path.GetFullPath(folder)}: it has no {FileName}. Make one with 'scenes train'.", path);
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MaximumBytes) throw new InvalidDataException($"{path} has {stream.Length} bytes; a card has {MaximumBytes} at most.");
        try
        {
            return JsonSerializer.Deserialize<ModelCard>(stream, Options)?.Validated(path) ?? throw new InvalidDataException($"{path} holds no card.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"{path} is no card of a saved model: {error.Message}", error);
        }
    }

    /// <summary>The card as it stands in the folder.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>The measured values as sentences, one a line.</summary>
    public IEnumerable<string> Sentences() => Metrics.Select(metric => FormattableString.Invariant(
        $"{metric.Split.ToString().ToLowerInvariant()}, {metric.N} images: {metric.Quantity} {metric.Value:0.0000}")
        + (metric is { Low: { } low, High: { } high } ? FormattableString.Invariant($" ({100 * metric.Confidence:0.#} % interval {low:0.0000} to {high:0.0000})") : ""));

    private ModelCard Validated(string path)
    {
        Require(path, Format == CurrentFormat, $"format is '{Format}'; this library reads {CurrentFormat}");
        Require(path, Extraction == FeatureKey.LibraryVersion,
            $"it was trained on features of {(Extraction.Length == 0 ? "an extraction whose version it does not name" : $"version '{Extraction}' of the extraction")}; this library has version "
            + $"{FeatureKey.LibraryVersion} and would give it others. Train the model again with 'scenes train'");
        Require(path, Classes.Count is >= 2 and <= MostClasses && Classes.All(name => !string.IsNullOrEmpty(name)), $"it has {Classes.Count} classes; allowed: 2 to {MostClasses}, each with a name");
        Require(path, Classes.Distinct(StringComparer.Ordinal).Count() == Classes.Count, "a class name stands twice");
        Require(path, IsHash(Backbone.WeightsSha256) && IsHash(Head.Sha256), "a SHA-256 has not 64 lower-case hexadecimal digits");
        Require(path, BackboneCatalogue.All.Any(row => row.Name == Backbone.Network), $"the network '{Backbone.Network}' is not known; known: {string.Join(", ", BackboneCatalogue.All)}");
        Require(path, Backbone.WidthFactor is > 0 and <= 4, FormattableString.Invariant($"the width factor is {Backbone.WidthFactor}; allowed: above 0, up to 4"));
        Require(path, Backbone.Precision is "fp32" or "bf16" or "fp16", $"the precision is '{Backbone.Precision}'; allowed: fp32, bf16, fp16");
        Require(path, Head.Hidden is >= 0 and <= MostHidden, $"the hidden layer has {Head.Hidden} units; allowed: 0 to {MostHidden}");
        int smallest = BackboneCatalogue.Find(Backbone.Network).MinimumSize;
        Require(path, Preprocessing.ImageSize >= smallest && Preprocessing.ImageSize <= LargestImage,
            $"images of {Preprocessing.ImageSize} pixels; allowed for {Backbone.Network}: {smallest} to {LargestImage}");
        Require(path, Preprocessing.ResizeTo <= 2 * LargestImage, $"images resized to {Preprocessing.ResizeTo} pixels; allowed: up to {2 * LargestImage}");
        Require(path, Views.Count is 1 or 2 && Views.Select(view => view.IsFlipped()).Distinct().Count() == Views.Count && Views.Select(view => view.HasCentre()).Distinct().Count() == 1,
            "views: allowed are Plain and Flipped, or Centred and CentredFlipped, each once");
        Require(path, !Backbone.Opened || !Views[0].HasCentre(), "stages are opened, so that views with the centre cannot be averaged");
        Require(path, Metrics.All(metric => metric is not null), "a metric is null");
        Require(path, Temperature is >= 0.001 and <= 1000, FormattableString.Invariant($"the temperature is {Temperature}; allowed: 0.001 to 1000"));
        Require(path, Unsure.Below is >= 0 and <= 1, FormattableString.Invariant($"unsure below {Unsure.Below}; allowed: 0 to 1"));
        try
        {
            Preprocessing.Validated();
            CheckStages(path);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
        return this;
    }

    /// <summary>Asks a narrow copy of the network, which has the names of the wide one. What the weights may lack must be in the model's own file.</summary>
    /// <exception cref="ArgumentException">The network has no such stage.</exception>
    private void CheckStages(string path)
    {
        using Backbones.Backbone network = Backbones.Backbone.Create(Backbone.Network, widthFactor: 0.01);
        using RemainingStages learnt = network.StagesAfter(Backbone.Cut);
        Require(path, !Backbone.Opened || learnt.Stages.Count > 0, $"it is opened, and no stage comes after '{Backbone.Cut}'");
        HashSet<string> known = [.. network.Spec.ClassifierKeys, .. learnt.state_dict().Keys.Where(_ => Backbone.Opened)];
        string? unknown = Backbone.LeaveOut.FirstOrDefault(key => key is null || !known.Contains(key));
        Require(path, Backbone.LeaveOut.All(key => key is not null && known.Contains(key)),
            $"the key '{unknown}' may not be left out of the weights; allowed: {string.Join(", ", network.Spec.ClassifierKeys)}, and keys of the stages that learnt");
    }

    private static void Require(string path, bool holds, string problem)
    {
        if (!holds) throw new InvalidDataException($"{path}: {problem}.");
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
