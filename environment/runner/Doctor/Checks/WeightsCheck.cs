using Scenes.Backbones;

namespace Scenes.Runner.Doctor.Checks;

/// <summary>ImageNet weights: which are there, and whether their files are whole.</summary>
internal sealed record WeightsCheck() : Check("weights")
{
    public override Finding Look(Surroundings at)
    {
        var all = BackboneCatalogue.All.Select(spec => Pretrained.ImageNet(spec.Name, at.Weights)).ToList();
        foreach (var weights in all.Where(weights => weights.Exists))
        {
            try
            {
                using var file = SafetensorsFile.Open(weights.WeightsPath);
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                return Problem(error.Message, $"Delete the file and get it again: scenes fetch {weights.Spec.Name}.");
            }
        }
        string[] missing = [.. all.Where(weights => !weights.Exists).Select(weights => weights.Spec.Name)];
        string found = $"{all.Count - missing.Length} of {all.Count} networks in {at.Weights}";
        string[] fetched = [.. missing.Intersect(WeightSource.All.Select(source => source.Network))];
        if (fetched.Length == 0) return Good(found);
        return Hint($"{found}; missing: {string.Join(", ", missing)}", $"Photographs need them, the built-in sample does not: scenes fetch {string.Join(' ', fetched)}.");
    }
}
