namespace Scenes.Reporting;

/// <summary>What the article reports: accuracies on the 3,000 images of the whole test set.</summary>
public static class ArticleResults
{
    /// <summary>Number of test images of the article.</summary>
    public const int Images = 3000;

    /// <summary>Accuracy by model.</summary>
    public static IReadOnlyDictionary<string, double> Accuracies { get; } = new Dictionary<string, double>
    {
        ["VGG16 (article)"] = 0.848,
        ["ResNet50 (article)"] = 0.847,
        ["InceptionV3 (article)"] = 0.827,
        ["majority vote (article)"] = 0.872,
    };
}
