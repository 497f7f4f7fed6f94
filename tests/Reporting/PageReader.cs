using System.Net;
using System.Text.RegularExpressions;

namespace Scenes.Tests.Reporting;

/// <summary>Finds what was drawn in a page.</summary>
internal static partial class PageReader
{
    /// <summary>Plotly's description of each chart, in order.</summary>
    public static IReadOnlyList<string> Charts(string html) => [.. ChartAttribute().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    public static int Count(string html, string part) => html.Split(part).Length - 1;

    [GeneratedRegex("data-chart='([^']*)'")]
    private static partial Regex ChartAttribute();
}
