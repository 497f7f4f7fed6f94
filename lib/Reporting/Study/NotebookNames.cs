namespace Scenes.Reporting;

/// <summary>Names of the notebooks, which their results carry.</summary>
internal static class NotebookNames
{
    public const string Photographs = "01-photographs", PlainCnn = "02-plain-cnn", Vgg = "03-vgg16", ResNet = "04-resnet50", Inception = "05-inception-v3",
        Democracy = "06-democracy", Mistakes = "07-what-they-get-wrong";

    /// <summary>The notebooks that train a model.</summary>
    public static IReadOnlyList<string> Trained { get; } = [PlainCnn, Vgg, ResNet, Inception];

    /// <summary>The notebooks whose models the article shows: its plain CNN, its three networks and their vote.</summary>
    public static IReadOnlyList<string> OfTheArticle { get; } = [.. Trained, Democracy];
}
