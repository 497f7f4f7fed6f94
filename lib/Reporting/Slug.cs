using System.Text;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>Names that are safe in file names, links and element ids.</summary>
internal static class Slug
{
    /// <summary>The name itself where it is a slug.</summary>
    /// <exception cref="ArgumentException">The name holds something else than lower-case letters, digits and single hyphens.</exception>
    public static string Check(string id) => id is { Length: > 0 } && Of(id) == id
        ? id
        : throw new ArgumentException(
            $"'{id}' cannot name a figure or table. Allowed: lower-case letters, digits and single hyphens, such as confusion-vgg16.", nameof(id));

    private const int HashLength = 8;

    /// <summary>
    /// The nearest slug of any text: what is neither a letter from a to z nor a digit becomes one hyphen. Where that loses more than capitals and
    /// the kind of a single space, hyphen, dot or underscore, the beginning of the text's hash follows, so that "A, b" is not taken for "A b".
    /// </summary>
    public static string Of(string text)
    {
        var slug = new StringBuilder(text.Length);
        bool isKept = true;
        foreach (char c in text.ToLowerInvariant())
        {
            bool follows = slug.Length > 0 && slug[^1] != '-';
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                slug.Append(c);
                continue;
            }
            isKept &= follows && c is (' ' or '-' or '.' or '_');
            if (follows) slug.Append('-');
        }
        string nearest = slug.ToString().Trim('-');
        if (isKept && nearest.Length == slug.Length) return nearest;
        string hash = ContentHash.OfText(text)[..HashLength];
        return nearest.Length == 0 ? hash : $"{nearest}-{hash}";
    }
}
