using System.Collections;
using System.Globalization;

namespace Scenes.Reporting;

/// <summary>Values as a terminal shows them.</summary>
internal static class PlainText
{
    private const int ItemLimit = 20;

    /// <summary>Numbers as they are everywhere, the first items of a list, and what an object says of itself.</summary>
    public static string Of(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items when !OverridesToString(value) => Items(items),
        _ => value.ToString() ?? "",
    };

    private static string Items(IEnumerable items)
    {
        var first = items.Cast<object?>().Take(ItemLimit + 1).Select(Of).ToList();
        if (first.Count > ItemLimit) first[ItemLimit] = "…";
        return $"[ {string.Join(", ", first)} ]";
    }

    private static bool OverridesToString(object value) =>
        value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType is { } type && type != typeof(object) && type != typeof(ValueType)
        && type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) != true;
}
