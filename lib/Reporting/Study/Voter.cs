using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>A model of an earlier notebook that can vote.</summary>
/// <param name="Notebook">The notebook that stored it.</param>
/// <param name="Recipe">How it was trained.</param>
/// <param name="Validation">What it said of the validation images; votes are fitted and chosen on these.</param>
/// <param name="Judged">What it said of the images that finished models are judged on.</param>
public sealed record Voter(string Notebook, string Recipe, Predictions Validation, Predictions Judged)
{
    /// <summary>Name of the model.</summary>
    public string Model => Validation.Model;
}
