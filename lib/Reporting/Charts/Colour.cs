namespace Scenes.Reporting;

/// <summary>The colours of figures: after Okabe and Ito, told apart by the colour-blind, each with a shade for light and one for dark pages.</summary>
public enum Colour
{
    /// <summary>The colour of the page's text.</summary>
    Ink,

    /// <summary>The first series; right answers.</summary>
    Blue,

    /// <summary>The second series; wrong answers.</summary>
    Vermillion,

    /// <summary>The third series.</summary>
    Green,

    /// <summary>The fourth series.</summary>
    Purple,

    /// <summary>The fifth series.</summary>
    Orange,

    /// <summary>What stands behind the series: reference lines and bounds.</summary>
    Muted,
}
