namespace Scenes.Reporting.Formatting;

/// <summary>Names the class that makes the formatters of a type. Notebook hosts look for an attribute of this name by reflection.</summary>
/// <param name="formatterSourceType">Has a parameterless constructor and a method <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The form a host shows when nobody asks for another.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
