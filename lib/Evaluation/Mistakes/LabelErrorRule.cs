namespace Scenes.Evaluation;

/// <summary>Which images confident learning takes for mislabelled (section 3.2 of the paper).</summary>
public enum LabelErrorRule
{
    /// <summary>From each pair of classes as many images as the estimated noise says, those with the largest margin ("prune by noise rate").</summary>
    NoiseRate,

    /// <summary>Every image counted off the diagonal of the confident joint ("C confusion").</summary>
    ConfidentJoint,
}
