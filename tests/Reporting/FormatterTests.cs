using System.Reflection;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

/// <summary>Finds formatters as notebook hosts do: by the attribute's name and by reflection alone.</summary>
public sealed class FormatterTests
{
    public static TheoryData<object> Shown => [Figures.LearningCurves(Sample.History), new FigureGroup([Figures.LearningCurves(Sample.History)], "None."), Table.Of("t", "T", "", [1, 2], new TableColumn<int>("n", n => n))];

    [Theory]
    [MemberData(nameof(Shown))]
    public void Formatters_FoundByConvention_WriteHtmlAndText(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(inherit: true).Single(found => found.GetType().Name == "TypeFormatterSourceAttribute");
        var preferred = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!, nonPublic: false)!;
        var formatters = ((IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).ToDictionary(MimeType);

        Assert.Equal(["text/html"], preferred);
        Assert.Contains("<figure", Written(formatters["text/html"], value), StringComparison.Ordinal);
        Assert.DoesNotContain("<", Written(formatters["text/plain"], value), StringComparison.Ordinal);
        Assert.False((bool)Format(formatters["text/html"]).Invoke(formatters["text/html"], ["neither", TextWriter.Null])!);
    }

    [Fact]
    public void ToHtml_AnyFigureOrTable_IsWhatVersoCallsByName() =>
        Assert.All(Shown, row => Assert.NotNull(((object)row.Data).GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes)));

    private static string MimeType(object formatter) => (string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!;

    private static MethodInfo Format(object formatter) => formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!;

    private static string Written(object formatter, object value)
    {
        var writer = new StringWriter();
        Assert.True((bool)Format(formatter).Invoke(formatter, [value, writer])!);
        return writer.ToString();
    }
}
