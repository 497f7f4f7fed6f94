namespace Scenes.Reporting;

/// <summary>How the values of an axis are spaced and written.</summary>
public enum AxisKind
{
    /// <summary>Even steps.</summary>
    Linear,

    /// <summary>Even steps over whole numbers, such as epochs.</summary>
    Whole,

    /// <summary>Shares from 0 to 1, written as percentages.</summary>
    Percent,

    /// <summary>Even steps of the logarithm; values at or below 0 are not drawn.</summary>
    Log,

    /// <summary>Names in the order in which they are given.</summary>
    Category,
}
