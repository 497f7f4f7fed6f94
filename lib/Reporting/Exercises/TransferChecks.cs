using Scenes.Backbones;
using Scenes.Evaluation;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Reporting.Exercises;

/// <summary>What the exercises of notebooks 03 to 05 share.</summary>
internal static class TransferChecks
{
    /// <summary>Whether a model is what a recipe makes of a network, and better than guessing.</summary>
    /// <param name="answer">The learner's model.</param>
    /// <param name="study">The images.</param>
    /// <param name="network">The network that it should have been made from.</param>
    /// <param name="wanted">The recipe; its name and idea, and whether maps are kept, may be others.</param>
    /// <param name="change">What the recipe changes, in words that do not give it away.</param>
    public static string? Model(TransferModel answer, Study study, string network, Recipe wanted, string change)
    {
        if (answer.Pretrained.Spec.Name != network) return $"the model is made of {answer.Pretrained.Spec.Title}.";
        if (answer.Recipe with { Name = wanted.Name, Idea = wanted.Idea, MapsAt = wanted.MapsAt } != wanted) return $"the recipe differs from the one asked for: {change}.";
        double accuracy = ConfusionMatrix.Of(study.Predict(answer, study.Dataset.Validation)).Accuracy;
        return accuracy > 1.0 / study.Dataset.ClassCount ? null : $"the model is right on {Say.Share(accuracy)} of the validation images, no better than guessing.";
    }

    /// <summary>Widths of the map of a stage: of the network of the paper, and of the narrow one that the built-in sample uses.</summary>
    public static long[] Widths(string network, string cut) => Both(network, backbone =>
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return backbone.Features(zeros(1, 3, 96, 96), cut).shape[1];
    });

    /// <summary>Numbers of weights that learn behind a stage, of both networks.</summary>
    public static long[] WeightsBehind(string network, string cut) => Both(network, backbone =>
    {
        backbone.Freeze(cut);
        return backbone.parameters().Where(weights => weights.requires_grad).Sum(weights => weights.numel());
    });

    /// <summary>Images that the first model of a notebook gets right and the second wrong; null where it has stored no predictions of both.</summary>
    public static int? RightAndWrong(Study study, string notebook, string right, string wrong)
    {
        if (StoredResults.Judged(study, notebook, right) is not { } first || StoredResults.Judged(study, notebook, wrong) is not { } second) return null;
        return Enumerable.Range(0, first.Labels.Length).Count(image => first.Predicted[image] == first.Labels[image] && second.Predicted[image] != second.Labels[image]);
    }

    private static long[] Both(string network, Func<Backbone, long> count) => [.. new[] { 1.0, Miniature.WidthFactor(network) }.Select(width =>
    {
        using var backbone = Backbone.Create(network, widthFactor: width);
        return count(backbone);
    })];
}
