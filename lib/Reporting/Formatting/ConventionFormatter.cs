namespace Scenes.Reporting.Formatting;

/// <summary>Writes a value in one form; the shape is what notebook hosts call by reflection.</summary>
/// <param name="mimeType">The form.</param>
/// <param name="text">The text of a value, null where the value is of no known type.</param>
internal sealed class ConventionFormatter(string mimeType, Func<object, string?> text)
{
    /// <summary>The form.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the value and says whether it could.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (text(instance) is not { } written) return false;
        writer.Write(written);
        return true;
    }
}
