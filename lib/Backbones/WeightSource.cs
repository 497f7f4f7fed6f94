using Scenes.Runtime;

namespace Scenes.Backbones;

/// <summary>Where the ImageNet weights of a network come from: one file of the Hugging Face hub at a revision.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Repository">Owner and name on the hub.</param>
/// <param name="Revision">Commit or branch; where the whole file is fetched, the SHA-256 decides what is accepted.</param>
/// <param name="Sha256">SHA-256 of the whole file, 64 hexadecimal digits; it says nothing about a part (<see cref="KeptPrefix"/>), which cannot be compared with it.</param>
/// <param name="Licence">SPDX identifier.</param>
public sealed record WeightSource(string Network, string Repository, string Revision, string Sha256, string Licence)
{
    /// <summary>All known sources. SqueezeNet has none: its file comes from a weights folder only.</summary>
    public static IReadOnlyList<WeightSource> All { get; } =
    [
        new("vgg16", "timm/vgg16.tv_in1k", "3394518cba29aee1ea82a49d971be90d2dd1dab7",
            "57b026918159a6bf9faf8405c3a551903768e7138989d9c6224a14227203fad8", "BSD-3-Clause")
        {
            KeptPrefix = "features.", // 59 of 553 MB
        },
        new("resnet50", "timm/resnet50.tv_in1k", "aa6c2d36d56bc0209040c02b5a7b7d7bf11d57b8",
            "5d061a3c593d795bfe682d9b152bafbcf550579873492def3515b46db1189888", "BSD-3-Clause"),
        new("inception_v3", "timm/inception_v3.tv_in1k", "main", // at 9506574 when the hash was taken; the hub wants commits in full
            "9c452c63a67fd03a38a78c401ba12d4be0e926df63c93403de3a29f6df20fefb", "Apache-2.0"),
        new("mobilenet_v2", "timm/mobilenetv2_100.ra_in1k", "f3ff81ba89de0bc46b546568ebeab2edef6b9d49",
            "55ea4fb3a96010b933710ebf44fc965b070d5cd054d3f35e44f2d1320b4a714e", "Apache-2.0"),
    ];

    /// <summary>
    /// Where only a part of the file is worth fetching: the beginning of the keys to keep; null for the whole file. What is checked of a part
    /// stands at <see cref="WeightFetcher"/>; its revision must be a commit.
    /// </summary>
    public string? KeptPrefix { get; init; }

    /// <summary>The hub.</summary>
    public Uri Hub { get; init; } = new("https://huggingface.co/");

    /// <summary>Address of the file.</summary>
    public Uri Url => new(Hub, $"{Repository}/resolve/{Revision}/model.safetensors");

    /// <summary>What to do where the weights of a network are missing, as a sentence.</summary>
    /// <param name="network">Its name, such as <c>resnet50</c>.</param>
    internal static string Remedy(string network) => All.Any(source => source.Network == network)
        ? $"Get them with 'scenes fetch {network}', or set {Folders.WeightsVariable} to a folder that has {network}.safetensors."
        : $"They cannot be fetched; set {Folders.WeightsVariable} to a folder that has {network}.safetensors.";

    /// <summary>The source of one network.</summary>
    /// <param name="network">Its name, such as <c>resnet50</c>.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the networks that have one.</exception>
    public static WeightSource Find(string network) => All.FirstOrDefault(source => source.Network == network)
        ?? throw new ArgumentException($"No weights of '{network}' can be fetched. Known: {string.Join(", ", All.Select(source => source.Network))}. "
            + $"Put other weights as <network>.safetensors into a folder and name it by {Runtime.Folders.WeightsVariable}.", nameof(network));
}
