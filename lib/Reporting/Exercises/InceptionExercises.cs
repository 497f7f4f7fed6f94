using Scenes.Backbones;
using Scenes.Training;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 05.</summary>
internal static class InceptionExercises
{
    private const string Network = "inception_v3", Block = "Mixed_6e";

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<double>("05.1", "Count the weights of one kernel for one channel, biases left out.", "a number", Factorised),
        new TypedExercise<double>("05.2", "Divide by 255, take the mean off, divide by the deviation; both stand in pretrained.Preprocessing.", "a number", Normalised),
        new TypedExercise<long>("05.3", "pretrained.Load().Features(images, cut) gives a map N x C x H x W.", "a whole number", Width),
        new TypedExercise<TransferModel>("05.4", "modern.Recipe with { Cut = ... } is a recipe, too; study.Transfer takes a name, the network and the recipe.", "what study.Transfer gives", Earlier),
    ];

    private static string? Factorised(double answer, Study study)
    {
        const double Ratio = 49.0 / 14, Tolerance = 0.01;
        if (Math.Abs(answer - Ratio) < Tolerance) return null;
        if (Math.Abs(answer - 1 / Ratio) < Tolerance) return "that is the other way round.";
        return Math.Abs(answer - 2 * Ratio) < Tolerance ? "two layers stand for the one." : $"{Say.Number(answer)} is not the ratio of the weights of one kernel and two.";
    }

    private static string? Normalised(double answer, Study study)
    {
        const int Byte = 200;
        const double Tolerance = 0.005;
        var own = study.IsSample ? Miniature.Preprocessing : BackboneCatalogue.Find(Network).Preprocessing;
        double unit = Byte / 255.0;
        if (Math.Abs(answer - (unit - own.Mean.R) / own.Std.R) < Tolerance) return null;
        if (Math.Abs(answer - unit) < Tolerance) return "that is divided by 255 alone.";
        return Math.Abs(answer - (unit - own.Mean.R)) < Tolerance ? "the deviation is missing." : $"{Say.Number(answer)} is not what these weights are fed with.";
    }

    private static string? Width(long answer, Study study)
    {
        if (TransferChecks.Widths(Network, Block).Contains(answer)) return null;
        return TransferChecks.Widths(Network, "Mixed_7a").Contains(answer) ? "that is one block later." : $"no vector of {Say.Count(answer)} numbers comes from {Block}.";
    }

    private static string? Earlier(TransferModel answer, Study study) =>
        TransferChecks.Model(answer, study, Network, Recipe.FrozenFor(BackboneCatalogue.Find(Network)) with { Cut = Block }, "the better recipe, and nothing changed but where it is cut");
}
