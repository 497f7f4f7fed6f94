using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class NotebookProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-program-").FullName;

    [Fact]
    public void Show_Figure_BecomesAPageAndItsWords()
    {
        var figure = Figures.Bars("bars", "Bars", "Two of them.", ["a", "b"], [1, 2], "n");
        Assert.Equal($"{figure}\nDrawn in {Path.Combine(folder, "bars.html")}\n", Shown(figure));
        Assert.Equal(figure.ToPage(), File.ReadAllText(Path.Combine(folder, "bars.html")));
    }

    [Fact]
    public void Show_Group_ShowsEachMember()
    {
        Figure[] members = [Figures.Bars("one", "One", "", ["a"], [1], "n"), Figures.Bars("two", "Two", "", ["a"], [1], "n")];
        Assert.Equal(string.Concat(members.Select(Shown)), Shown(new FigureGroup(members, "None.")));
        Assert.Equal("None.\n", Shown(new FigureGroup([], "None.")));
    }

    [Fact]
    public void Show_Table_BecomesText()
    {
        string text = Shown(Tables.Epochs(Sample.History));
        Assert.Contains("epoch", text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(null, "<null>")]
    [InlineData("a\"b", "a\"b")]
    [InlineData(0.5, "0.5")]
    [InlineData(new[] { 1, 2 }, "[ 1, 2 ]")]
    public void Show_PlainValue_IsWrittenAsInANotebook(object? value, string text) => Assert.Equal($"{text}\n", Shown(value));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Shown(object? value)
    {
        var writer = new StringWriter();
        NotebookProgram.Show(value, folder, writer);
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
