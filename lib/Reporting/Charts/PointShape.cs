namespace Scenes.Reporting;

/// <summary>How a point is drawn; tells series apart without colour.</summary>
public enum PointShape
{
    /// <summary>A filled circle.</summary>
    Circle,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A square on its tip.</summary>
    Diamond,

    /// <summary>A diagonal cross.</summary>
    Cross,

    /// <summary>A triangle with its tip on top.</summary>
    Triangle,

    /// <summary>A star.</summary>
    Star,
}
