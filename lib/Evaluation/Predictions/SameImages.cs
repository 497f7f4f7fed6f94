namespace Scenes.Evaluation;

/// <summary>Whatever compares or combines models needs them to speak of the same images in the same order.</summary>
public static class SameImages
{
    /// <summary>Checks that all models have the same split, classes, files in the same order, and labels.</summary>
    /// <param name="models">One model or more.</param>
    /// <exception cref="ArgumentException">There is none, or two differ; the message names both and the first difference.</exception>
    public static void Require(IReadOnlyList<Predictions> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0) throw new ArgumentException("No model was given; expected one or more.", nameof(models));
        for (int other = 1; other < models.Count; other++)
        {
            string? difference = Difference(models[0], models[other]);
            if (difference is not null)
                throw new ArgumentException($"{models[0].Model} and {models[other].Model} cannot be put together: {difference} "
                    + "Predict the same images in the same order with both.", nameof(models));
        }
    }

    private static string? Difference(Predictions first, Predictions second)
    {
        if (first.Split != second.Split) return $"one is of the {first.Split} split, the other of the {second.Split} split.";
        if (!first.ClassNames.SequenceEqual(second.ClassNames, StringComparer.Ordinal))
            return $"the classes are {string.Join(", ", first.ClassNames)} and {string.Join(", ", second.ClassNames)}.";
        if (first.Count != second.Count) return $"one has {first.Count} images, the other {second.Count}.";
        for (int image = 0; image < first.Count; image++)
        {
            if (!string.Equals(first.Files[image], second.Files[image], StringComparison.Ordinal))
                return $"image {image} is {first.Files[image]} in one and {second.Files[image]} in the other.";
            if (first.Labels[image] != second.Labels[image])
                return $"{first.Files[image]} has label {first.Labels[image]} in one and {second.Labels[image]} in the other.";
        }
        return null;
    }
}
