using Scenes.Backbones;
using Scenes.Runtime;

namespace Scenes.Runner.Doctor.Checks;

/// <summary>ImageNet weights: which are there, and whether their files are whole: by their recorded hash, or by their headers where there is none.</summary>
internal sealed record WeightsCheck() : Check("weights")
{
    public override Finding Look(Surroundings at)
    {
        var all = BackboneCatalogue.All.Select(spec => Pretrained.ImageNet(spec.Name, at.Weights)).ToList();
        var missing = new List<string>();
        foreach (var weights in all)
        {
            try
            {
                if (weights.Exists) CheckWhole(weights.WeightsPath);
                else missing.Add(weights.Spec.Name);
            }
            catch (UnauthorizedAccessException error)
            {
                return Problem(error.Message, $"Give this user permission to read it, or set {Folders.WeightsVariable} to a folder that may be read.");
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                return Problem(error.Message, WeightSource.All.Any(source => source.Network == weights.Spec.Name)
                    ? $"Delete the file and get it again: scenes fetch {weights.Spec.Name}."
                    : $"Put a whole file in its place, or set {Folders.WeightsVariable} to a folder that has one.");
            }
        }
        string found = $"{all.Count - missing.Count} of {all.Count} networks in {at.Weights}";
        string[] fetched = [.. missing.Intersect(WeightSource.All.Select(source => source.Network))];
        if (fetched.Length == 0) return Good(found);
        return Hint($"{found}; missing: {string.Join(", ", missing)}", $"Photographs need them, the built-in sample does not: scenes fetch {string.Join(' ', fetched)}.");
    }

    private static void CheckWhole(string path)
    {
        using (SafetensorsFile.Open(path)) WeightRecord.Check(path);
    }
}
