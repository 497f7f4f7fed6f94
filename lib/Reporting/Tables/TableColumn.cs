namespace Scenes.Reporting;

/// <summary>One column of a table that is made from rows.</summary>
/// <typeparam name="T">Type of the rows.</typeparam>
/// <param name="Name">The heading.</param>
/// <param name="Value">A text, a whole or a real number of a row; null where there is none.</param>
/// <param name="Format">How numbers are written, as .NET's format strings say; null: as they are.</param>
public sealed record TableColumn<T>(string Name, Func<T, object?> Value, string? Format = null);
