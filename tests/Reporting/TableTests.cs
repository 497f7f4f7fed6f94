using Microsoft.Data.Analysis;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class TableTests
{
    private sealed record Row(string Name, int Images, double? Accuracy);

    private static Table Sample => Table.Of("sample", "Sample", "Two rows.",
        [new Row("a,\"b\"", 12, 0.98765), new Row("<img onerror=x>", 3, null)],
        new TableColumn<Row>("name", row => row.Name), new TableColumn<Row>("images", row => row.Images), new TableColumn<Row>("accuracy", row => row.Accuracy, "0.000"));

    [Fact]
    public void ToText_MixedColumns_AlignsTextLeftAndNumbersRight() => Assert.Equal("""
        name             images  accuracy
        a,"b"                12     0.988
        <img onerror=x>       3

        """, Sample.ToText());

    /// <summary>Names may come from a run of somebody else's.</summary>
    [Fact]
    public void ToText_ControlCharacters_AreWrittenOut()
    {
        string text = Table.Of("t", "T", "", new[] { "\u001b]0;x\u0007\nnext" }, new TableColumn<string>("name", row => row)).ToText();
        Assert.DoesNotContain('\u001b', text);
        Assert.Equal(2, text.Count(letter => letter == '\n'));
        Assert.DoesNotContain('\u001b', Table.Of("t", "\u001b[31m", "\u001b[31m", new[] { "a" }, new TableColumn<string>("\u001b[31m", row => row)).ToString());
    }

    [Fact]
    public void ToCsv_CommasAndQuotes_AreQuotedAndNumbersUnrounded() =>
        Assert.Equal("name,images,accuracy\n\"a,\"\"b\"\"\",12,0.98765\n<img onerror=x>,3,\n", Sample.ToCsv());

    [Fact]
    public void ToHtml_NameWithMarkup_IsShownAsText()
    {
        string html = Sample.ToHtml();
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;img onerror=x&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_OfRows_IsAFrameOfMatchingTypes()
    {
        Assert.Equal([typeof(StringDataFrameColumn), typeof(Int64DataFrameColumn), typeof(DoubleDataFrameColumn)], Sample.Data.Columns.Select(column => column.GetType()));
        Assert.Equal(15L, Sample.Data["images"].Sum());
    }

    [Fact]
    public void ToJson_MixedColumns_ReadsBackEqual() => Assert.Equal(Sample.ToString(), Table.FromJson(Sample.ToJson()).ToString());

    [Fact]
    public void ToJson_ColumnsOfEveryKind_ReadBackEqualAndNumbersAloneStandOnTheRight()
    {
        DateTime noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
        Table table = new("t", "T", "", new DataFrame(
            new BooleanDataFrameColumn("kept", new bool?[] { true, null }), new DateTimeDataFrameColumn("when", [noon, noon]), new CharDataFrameColumn("letter", ['a', 'b']),
            new ByteDataFrameColumn("small", [1, 255]), new UInt64DataFrameColumn("large", [1UL << 50, 2]), new DecimalDataFrameColumn("exact", [0.25m, 1m]), new SingleDataFrameColumn("single", [0.5f, float.NaN])));
        Assert.Equal(table.ToString(), Table.FromJson(table.ToJson()).ToString());
        Assert.Equal([false, false, false, true, true, true, true], Enumerable.Range(0, table.Data.Columns.Count).Select(table.IsNumber));
    }

    [Theory]
    [InlineData(0.00004, "0.0000", "<0.0001")]
    [InlineData(0.00006, "0.0000", "0.0001")]
    [InlineData(0.0, "0.0000", "0.0000")]
    [InlineData(0.00004, "0.###", "0")]
    [InlineData(-0.00004, "0.00", "0.00")]
    [InlineData(-0.02, "0.00", "-0.02")]
    [InlineData(0.00004, "+0.000;-0.000;0.000", "0.000")] // a difference has a sign
    public void ToText_NumberThatRoundsToZero_SaysWhatItIsBelow(double number, string format, string written) =>
        Assert.Contains($" {written}\n", Table.Of("p", "P", "", new[] { number }, new("test", _ => "exact"), new("p", value => value, format)).ToText(), StringComparison.Ordinal);

    [Fact]
    public void Constructor_FormatOfNoColumn_IsRefused() => Assert.Contains("name, images, accuracy",
        Assert.Throws<ArgumentException>(() => new Table("t", "T", "", Sample.Data, new Dictionary<string, string> { ["x"] = "0" })).Message, StringComparison.Ordinal);
}
