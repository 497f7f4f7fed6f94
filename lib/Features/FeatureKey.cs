using System.Text.Json;
using System.Text.Json.Serialization;
using Scenes.Backbones;
using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Features;

/// <summary>Everything that decides the values of a feature file. Equal keys give equal features; any difference gives another file.</summary>
/// <param name="Images">Hash of the images' content hashes in order.</param>
/// <param name="Count">N, the number of images.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="Weights">What identifies the weights: <see cref="Backbones.Pretrained.Identity"/>.</param>
/// <param name="Cut">The layer whose output is kept.</param>
/// <param name="Pooled">Whether maps are averaged to one vector an image.</param>
/// <param name="Preprocessing">How images become inputs.</param>
/// <param name="View">How the network looks at images.</param>
/// <param name="Computed">Number format of the computation.</param>
/// <param name="Stored">Number format on disk: <see cref="Precision.Float32"/> or <see cref="Precision.Float16"/>.</param>
/// <param name="Device">cpu or cuda: their kernels round differently.</param>
/// <param name="Codec">Who decodes images, with its version, such as <c>skia 3.119.4</c>. Decoders differ by a step or two of brightness.</param>
/// <param name="Torch">Version of libtorch; another one may have other kernels.</param>
public sealed record FeatureKey(
    string Images, int Count, string Network, string Weights, string Cut, bool Pooled, Preprocessing Preprocessing, FeatureView View,
    Precision Computed, Precision Stored, string Device, string Codec, string Torch)
{
    /// <summary>Raised when extraction changes its results; part of every key.</summary>
    public const string LibraryVersion = "6";

    /// <summary>Number format of the maps that pooled features were made from; null where they were made from images in one go.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Precision? Maps { get; init; }

    /// <summary>Whether convolutions added skips and applied activations themselves, which adds up in another order and rounds less often.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Fused { get; init; }

    /// <summary>Whether 3 x 3 convolutions were computed by Winograd's algorithm, which rounds differently.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Winograd { get; init; }

    /// <summary>The key as JSON, as it stands in the file.</summary>
    [JsonIgnore]
    public string Json => JsonSerializer.Serialize(new { Library = LibraryVersion, Key = this });

    /// <summary>The name of the file: network, the deepest cut and the start of the key's hash.</summary>
    [JsonIgnore]
    public string FileName => $"{Network}-{Cuts.Last(Cut)}-{ContentHash.OfText(Json)[..24]}.safetensors";

    /// <summary>The hash of a list of images: their content and order, not their names.</summary>
    /// <param name="contentHashes">One content hash an image.</param>
    public static string HashImages(IEnumerable<string> contentHashes) => ContentHash.OfText(string.Join('\n', contentHashes));
}
