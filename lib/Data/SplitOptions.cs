namespace Scenes.Data;

/// <summary>How validation images are taken from the training images of a set that brings no validation split.</summary>
/// <param name="ValidationFraction">Expected share of the training images of every class, 0 (none) to 0.9.</param>
/// <param name="Seed">Another seed takes other images.</param>
public sealed record SplitOptions(double ValidationFraction = 0.1, long Seed = 0)
{
    /// <summary>Throws unless the fraction is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ValidationFraction"/> is not in 0 to 0.9.</exception>
    public void Check()
    {
        if (!(ValidationFraction >= 0 && ValidationFraction <= 0.9))
            throw new ArgumentOutOfRangeException(
                nameof(ValidationFraction), ValidationFraction, "The validation fraction must lie in 0 to 0.9; 0.1 is usual.");
    }
}
