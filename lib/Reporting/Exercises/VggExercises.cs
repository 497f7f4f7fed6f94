using Scenes.Backbones;
using Scenes.Training;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 03.</summary>
internal static class VggExercises
{
    private const string Network = "vgg16";
    private const int Size = 150, Epochs = 60;

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<string>("03.1", "network.Describe(150, 150) gives the rows of the table; MaxBy finds the largest.", "the name of a layer", Slowest),
        new TypedExercise<long>("03.2", "Without the cache every epoch needs every image again. With it, how often is each computed?", "a whole number", SavedPasses),
        new TypedExercise<long>("03.3", "pretrained.Load().Features(images, cut) gives a map N x C x H x W; its mean over H and W is the vector.", "a whole number", EarlierWidth),
        new TypedExercise<TransferModel>("03.4", "Recipe.Modern with { ... } is a recipe; study.Transfer takes a name, the network and the recipe.", "what study.Transfer gives", Earlier),
    ];

    private static string? Slowest(string answer, Study study)
    {
        using var network = Backbone.Create(Network);
        var rows = network.Describe(Size, Size).Where(row => row.Macs > 0).ToList();
        if (rows.Find(row => row.Name == answer) is not { } chosen) return $"'{answer}' is no layer of the table that multiplies; write the name as it stands there.";
        if (chosen.Macs == rows.Max(row => row.Macs)) return null;
        return chosen.Parameters == rows.Max(row => row.Parameters) ? "it has the most weights, but its map is small: look at the multiplications."
            : $"{answer} takes {Say.Count(chosen.Macs / 1_000_000)} million multiplications; another layer takes more.";
    }

    private static string? SavedPasses(long answer, Study study)
    {
        long images = study.Dataset.Train.Count;
        if (answer == images * (Epochs - 1)) return null;
        if (answer == images * Epochs) return "once they have to be computed, cache or not.";
        return answer == Epochs - 1 ? "that is for one image." : $"{Say.Count(answer)} does not fit {Say.Count(images)} training images and {Epochs} epochs.";
    }

    private static string? EarlierWidth(long answer, Study study)
    {
        if (TransferChecks.Widths(Network, "features.16").Contains(answer)) return null;
        return TransferChecks.Widths(Network, "features.23").Contains(answer) ? "that is the length at the end of the network." : $"no vector of {Say.Count(answer)} numbers comes from there.";
    }

    private static string? Earlier(TransferModel answer, Study study) =>
        TransferChecks.Model(answer, study, Network, Recipe.Modern with { Cut = "features.16" }, "the better recipe, and nothing changed but where it is cut");
}
