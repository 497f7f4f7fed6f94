using Scenes.Training;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 04.</summary>
internal static class ResNetExercises
{
    private const string Notebook = NotebookNames.ResNet, Network = "resnet50", Cut = "layer4.0";

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<double>("04.1", "A convolution of k x k from A to B channels has k * k * A * B weights; there are three of them, then two.", "a number", Bottleneck),
        new TypedExercise<long>("04.2", "Freeze takes the name of the last frozen stage; then count the weights with requires_grad.", "a whole number", OpenedWeights),
        new TypedExercise<long>("04.3", "judged[1] and judged[2] are the two models; Predicted and Labels are in the same order.", "a whole number", OnlyOpened),
        new TypedExercise<TransferModel>(
            "04.4", "Recipe.ModernOpened.Training is a record, too: with { Training = ... with { ... } }.", "what study.Transfer gives", Faster),
    ];

    private static string? Bottleneck(double answer, Study study)
    {
        const double Wide = 256, Narrow = 64, Tolerance = 0.05;
        double block = Wide * Narrow + 9 * Narrow * Narrow + Narrow * Wide, two = 2 * 9 * Wide * Wide;
        if (Math.Abs(answer - two / block) < Tolerance) return null;
        if (Math.Abs(answer - block / two) < 0.01) return "that is the other way round.";
        return Math.Abs(answer - two / 2 / block) < Tolerance ? "two layers of 3 x 3 are compared, not one." : $"{Say.Number(answer)} is not the ratio of their weights; biases are left out, as batch norm follows.";
    }

    private static string? OpenedWeights(long answer, Study study)
    {
        if (TransferChecks.WeightsBehind(Network, Cut).Contains(answer)) return null;
        if (TransferChecks.WeightsBehind(Network, "layer3").Contains(answer)) return "in that count one block too many learns.";
        return answer == 0 ? "the whole network is frozen in that count." : $"{Say.Count(answer)} is not what stands behind the cut.";
    }

    private static string? OnlyOpened(long answer, Study study)
    {
        int? gained = TransferChecks.RightAndWrong(study, Notebook, "ResNet50 opened", "ResNet50 modern");
        int? lost = TransferChecks.RightAndWrong(study, Notebook, "ResNet50 modern", "ResNet50 opened");
        if (gained is null || lost is null) return StoredResults.Missing;
        if (answer == gained) return null;
        if (answer == lost) return "those are lost by opening, not gained.";
        return answer == gained - lost ? "that is the difference of gains and losses; count the gains alone." : $"{Say.Count(answer)} images are not it; one model must be right and the other wrong.";
    }

    private static string? Faster(TransferModel answer, Study study)
    {
        var opened = Recipe.ModernOpened;
        var wanted = opened with { Cut = Cut, Training = opened.Training! with { LearningRate = 10 * opened.Training.LearningRate } };
        return TransferChecks.Model(answer, study, Network, wanted, "the recipe of the opened model above, and nothing changed but the learning rate");
    }
}
