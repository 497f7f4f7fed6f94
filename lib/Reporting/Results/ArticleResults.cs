namespace Scenes.Reporting;

/// <summary>What the article reports: accuracies on the 3,000 images of the whole test set.</summary>
public static class ArticleResults
{
    /// <summary>Number of test images of the article.</summary>
    public const int Images = 3000;

    /// <summary>The article's VGG16.</summary>
    public const double Vgg16 = 0.848;

    /// <summary>The article's ResNet50.</summary>
    public const double ResNet50 = 0.847;

    /// <summary>The article's InceptionV3.</summary>
    public const double InceptionV3 = 0.827;

    /// <summary>The article's majority vote of the three.</summary>
    public const double MajorityVote = 0.872;

    /// <summary>Accuracy by model, under names that say whose models they are.</summary>
    public static IReadOnlyDictionary<string, double> Accuracies { get; } = new Dictionary<string, double>
    {
        ["VGG16 (article)"] = Vgg16,
        ["ResNet50 (article)"] = ResNet50,
        ["InceptionV3 (article)"] = InceptionV3,
        ["majority vote (article)"] = MajorityVote,
    };
}
