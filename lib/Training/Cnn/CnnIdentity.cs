using Scenes.Imaging;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>What a <see cref="CnnRecipe"/> decides besides its options: another recipe's network is never taken for this one's.</summary>
internal sealed record CnnIdentity(string Name, Augmentation Augmentation, Rgb Mean, Rgb Std, string Network)
{
    /// <summary>The identity of a recipe and of the network it has made, with its first weights.</summary>
    public static CnnIdentity Of(CnnRecipe recipe, nn.Module network)
    {
        string layers = string.Join('\n', network.named_modules().Select(row => $"{row.name} {row.module.GetName()}"));
        return new CnnIdentity(recipe.Name, recipe.Augmentation, recipe.Mean, recipe.Std, ContentHash.OfText($"{layers}\n{Freezing.HashWeights(network)}"));
    }
}
