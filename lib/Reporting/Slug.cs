using System.Text;

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

    /// <summary>The nearest slug of any text: what is neither a letter nor a digit becomes one hyphen.</summary>
    public static string Of(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (char c in text.ToLowerInvariant())
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9')) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        return slug.ToString().Trim('-');
    }
}
