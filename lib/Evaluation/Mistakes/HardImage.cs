namespace Scenes.Evaluation;

/// <summary>An image that every model gets wrong.</summary>
/// <param name="File">Name of the image.</param>
/// <param name="Label">True class index.</param>
/// <param name="MeanConfidence">Mean probability the models give to their wrong answers, 0 to 1.</param>
/// <param name="MeanTrueProbability">Mean probability they give to the true class, 0 to 1.</param>
/// <param name="Answers">What each model said, in the order of the models.</param>
public sealed record HardImage(string File, int Label, double MeanConfidence, double MeanTrueProbability, IReadOnlyList<MemberAnswer> Answers)
{
    /// <summary>The images all models get wrong, the most confident mistakes first.</summary>
    /// <param name="models">One or more, on the same images.</param>
    /// <param name="most">How many images at most, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no model, or two speak of different images, orders, classes or splits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of images is below 1.</exception>
    public static IReadOnlyList<HardImage> Of(IReadOnlyList<Predictions> models, int most = 24)
    {
        SameImages.Require(models);
        if (most < 1) throw new ArgumentOutOfRangeException(nameof(most), most, "Allowed: 1 or more.");
        return [.. Enumerable.Range(0, models[0].Count).Where(image => models.All(model => model.Predicted[image] != model.Labels[image]))
            .Select(image => Describe(models, image)).OrderByDescending(image => image.MeanConfidence).ThenBy(image => image.File, StringComparer.Ordinal).Take(most)];
    }

    private static HardImage Describe(IReadOnlyList<Predictions> models, int image)
    {
        int label = models[0].Labels[image];
        MemberAnswer[] answers = [.. models.Select(model => new MemberAnswer(model.Model, model.Predicted[image], model.Confidence(image)))];
        return new HardImage(models[0].Files[image], label, answers.Average(answer => answer.Confidence), models.Average(model => model.Probabilities[image, label]), answers);
    }
}
