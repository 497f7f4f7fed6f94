using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class SlugTests
{
    [Theory]
    [InlineData("02-plain-cnn", "02-plain-cnn")]
    [InlineData("ResNet50 own inputs", "resnet50-own-inputs")]
    [InlineData("SqueezeNet 1.1", "squeezenet-1-1")]
    [InlineData("my_notebook", "my-notebook")]
    [InlineData("A, b", "a-b-8833bc15")] // not the file of "A b"
    [InlineData("海", "0ac6d519")] // nothing is left of it
    public void Of_Name_IsItsSlugAndWhereThatLosesTooMuchItsHash(string name, string slug) => Assert.Equal(slug, Slug.Of(name));

    [Fact]
    public void Of_NamesThatDifferInWhatSlugsLose_AreToldApart()
    {
        string[] slugs = [.. new[] { "A b", "A, b", "A  b", "A b!", "(A b)", "море", "山" }.Select(Slug.Of)];
        Assert.Equal(slugs.Length, slugs.Distinct().Count());
        Assert.All(slugs, slug => Assert.Equal(slug, Slug.Check(slug)));
    }
}
