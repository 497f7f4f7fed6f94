namespace Scenes.Reporting;

/// <summary>What a photograph is marked as, by a sign and a colour.</summary>
public enum TileMark
{
    /// <summary>No mark.</summary>
    None,

    /// <summary>Predicted right.</summary>
    Right,

    /// <summary>Predicted wrong.</summary>
    Wrong,
}
