namespace Scenes.Reporting;

/// <summary>How a line is drawn; tells series apart without colour.</summary>
public enum LineStyle
{
    /// <summary>Without gaps.</summary>
    Solid,

    /// <summary>In long strokes.</summary>
    Dashed,

    /// <summary>In dots.</summary>
    Dotted,
}
