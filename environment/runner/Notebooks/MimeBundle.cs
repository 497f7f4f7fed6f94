using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Scenes.Reporting;

namespace Scenes.Runner.Notebooks;

/// <summary>One object in every form it can be shown in: MIME type and text.</summary>
/// <param name="Forms">Richest first; always ends with text/plain.</param>
internal sealed record MimeBundle(IReadOnlyList<KeyValuePair<string, string>> Forms)
{
    private const string Plain = "text/plain", Convention = "TypeFormatterSourceAttribute";

    /// <summary>Whether the object brought a form of its own besides text.</summary>
    public bool IsRich => Forms.Count > 1;

    /// <summary>Formats an object by the formatters that its type names (the convention of .NET Interactive), else as text.</summary>
    public static MimeBundle Of(object? value)
    {
        var forms = value is null ? [] : ByConvention(value).ToList();
        if (forms.All(form => form.Key != Plain)) forms.Add(new(Plain, PlainText.Of(value)));
        return new MimeBundle(forms);
    }

    public JsonObject ToJson() => new(Forms.Select(form => KeyValuePair.Create(form.Key, (JsonNode?)form.Value)));

    /// <summary>Reads the attribute by name, because a library that works in several hosts brings its own class of that name.</summary>
    private static IEnumerable<KeyValuePair<string, string>> ByConvention(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(inherit: true).FirstOrDefault(candidate => candidate.GetType().Name == Convention);
        if (attribute is null || Read(attribute, "FormatterSourceType") is not Type sourceType) yield break;
        object source = Activator.CreateInstance(sourceType, nonPublic: true)!;
        var create = sourceType.GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance)
            ?? throw new MissingMethodException(sourceType.FullName, "CreateTypeFormatters");
        foreach (object formatter in (IEnumerable)create.Invoke(source, null)!)
            if (Format(formatter, value) is { } form) yield return form;
    }

    private static KeyValuePair<string, string>? Format(object formatter, object value)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])
            ?? throw new MissingMethodException(formatter.GetType().FullName, "Format(object, TextWriter)");
        return format.Invoke(formatter, BindingFlags.DoNotWrapExceptions, null, [value, writer], CultureInfo.InvariantCulture) is true
            ? KeyValuePair.Create((string)Read(formatter, "MimeType")!, writer.ToString())
            : null;
    }

    private static object? Read(object source, string property) =>
        source.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(source);
}
