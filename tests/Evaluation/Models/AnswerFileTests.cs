using System.Text.Json;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class AnswerFileTests
{
    private static readonly string[] Classes = ["sea", "forest, dark", "a \"hill\""];

    private static readonly ImageAnswer[] Answers =
    [
        new("plain.jpg", Classes, [0.1, 0.7, 0.2], false, null),
        new("two\nlines, \"quoted\" ünï.jpg", Classes, [1 / 3.0, 0.3, 1 - 0.3 - (1 / 3.0)], true, null),
        new("bad\u001b[31m.jpg", Classes, null, true, "bad\u001b[31m.jpg: no image, \"really\""),
    ];

    [Fact]
    public void WriteCsv_AwkwardNames_ReadBackAsTheyWere()
    {
        var text = new StringWriter();
        Assert.Equal((3, 1), AnswerFile.WriteCsv(text, Classes, Answers));
        IReadOnlyList<string[]> rows = Csv.Parse("test", text.ToString());
        Assert.Equal(["file", "label", "probability", "unsure", "error", "probability:sea", "probability:forest, dark", "probability:a \"hill\""], rows[0]);
        Assert.Equal(["plain.jpg", "forest, dark", "0.7", "false", "", "0.1", "0.7", "0.2"], rows[1]);
        Assert.Equal(Answers[1].Path, rows[2][0]);
        Assert.Equal(1 / 3.0, double.Parse(rows[2][5], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal([Answers[2].Path, "", "", "true", Answers[2].Error!, "", "", ""], rows[3]);
    }

    [Fact]
    public void WriteCsv_Top_LeavesTheOthersEmpty()
    {
        var text = new StringWriter();
        AnswerFile.WriteCsv(text, Classes, Answers.Take(1), top: 2);
        Assert.Equal(["", "0.7", "0.2"], Csv.Parse("test", text.ToString())[1][5..]);
    }

    [Fact]
    public void WriteJson_AwkwardNames_ReadBackAsTheyWere()
    {
        var text = new StringWriter();
        Assert.Equal((3, 1), AnswerFile.WriteJson(text, Answers, top: 2));
        Assert.Equal(5, text.ToString().TrimEnd('\n').Split('\n').Length); // one object a line
        using JsonDocument json = JsonDocument.Parse(text.ToString());
        JsonElement second = json.RootElement[1], third = json.RootElement[2];
        Assert.Equal(Answers[1].Path, second.GetProperty("file").GetString());
        Assert.True(second.GetProperty("unsure").GetBoolean());
        Assert.Equal(["a \"hill\"", "sea"], second.GetProperty("probabilities").EnumerateObject().Select(member => member.Name));
        Assert.Equal(Answers[2].Error, third.GetProperty("error").GetString());
        Assert.False(third.TryGetProperty("label", out _));
    }

    [Fact]
    public void WriteJson_Nothing_IsAnEmptyArray()
    {
        var text = new StringWriter();
        AnswerFile.WriteJson(text, []);
        Assert.Equal("[]\n", text.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void WriteJson_AnswersThatBreakOff_LeaveAWholeArray(int whole)
    {
        var text = new StringWriter();
        Assert.Throws<IOException>(() => AnswerFile.WriteJson(text, Answers.Take(whole).Concat(Answers.Take(1).Select<ImageAnswer, ImageAnswer>(_ => throw new IOException("gone")))));
        using JsonDocument json = JsonDocument.Parse(text.ToString());
        Assert.Equal(whole, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void WriteText_ControlCharacters_AreShownAsEscapes()
    {
        var text = new StringWriter();
        AnswerFile.WriteText(text, Answers, top: 2);
        Assert.Equal("plain.jpg: forest, dark 0.700, a \"hill\" 0.200\n", text.ToString()[..(text.ToString().IndexOf('\n', StringComparison.Ordinal) + 1)]);
        Assert.Contains("two\\nlines", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.ToString());
        Assert.Equal(3, text.ToString().Count(c => c == '\n'));
    }
}
