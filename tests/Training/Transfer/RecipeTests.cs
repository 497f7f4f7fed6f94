using Scenes.Backbones;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Training;

namespace Scenes.Tests.Training;

public sealed class RecipeTests
{
    [Fact]
    public void PreprocessingOf_Article_IsTheDivisionBy255At150Pixels()
    {
        Preprocessing inputs = Recipe.Article.PreprocessingOf(Pretrained.ImageNet("vgg16"));
        Assert.Equal(Preprocessing.UnitRange(150), inputs);
    }

    [Fact]
    public void PreprocessingOf_Modern_KeepsTheWeightsStatisticsAndCropsNothing()
    {
        Preprocessing inputs = Recipe.Modern.PreprocessingOf(Pretrained.ImageNet("inception_v3"));
        Assert.Equal((299, 299, ResizeMode.Squash), (inputs.ImageSize, inputs.ResizeTo, inputs.ResizeMode));
        Assert.Equal((Rgb.All(0.5), Rgb.All(0.5)), (inputs.Mean, inputs.Std));
    }

    /// <summary>The larger size was found for ImageNet's weights; a miniature says itself how large its inputs are, and so does a recipe.</summary>
    [Fact]
    public void PreprocessingOf_Modern_EnlargesWhereTheNetworkSaysSo()
    {
        Assert.Equal(256, Recipe.Modern.PreprocessingOf(Pretrained.ImageNet("resnet50")).ImageSize);
        Assert.Equal(224, (Recipe.Modern with { Enlarged = false }).PreprocessingOf(Pretrained.ImageNet("resnet50")).ImageSize);
        Assert.Equal(150, (Recipe.Modern with { ImageSize = 150 }).PreprocessingOf(Pretrained.ImageNet("resnet50")).ImageSize);
        Assert.Equal(150, Recipe.Modern.PreprocessingOf(Miniature.Find("resnet50")).ImageSize);
    }

    [Theory]
    [InlineData("vgg16", Backbone.Pooled, "features.23")]
    [InlineData("resnet50", Backbone.Pooled, "layer3")]
    [InlineData("inception_v3", "Mixed_7a", "Mixed_7a")]
    public void CutOf_Network_IsWhatTheRecipeFreezes(string name, string article, string opened)
    {
        BackboneSpec network = BackboneCatalogue.Find(name);
        Assert.Equal(article, Recipe.Article.CutOf(network));
        Assert.Equal(Backbone.Pooled, (Recipe.Modern with { SeveralDepths = false }).CutOf(network));
        Assert.Equal(opened, (Recipe.ModernOpened with { SeveralDepths = false }).CutOf(network));
    }

    [Theory]
    [InlineData("vgg16", null, "pooled")]
    [InlineData("resnet50", null, "layer3,pooled")]
    [InlineData("resnet50", "layer4.0", "layer3,layer4.0")]
    [InlineData("resnet50", "layer3", "layer3")] // not before itself
    [InlineData("inception_v3", "Mixed_7a", "Mixed_7a")]
    [InlineData("mobilenet_v2", null, "features.13,features.16,features.17,pooled")]
    [InlineData("mobilenet_v2", "features.16", "features.13,features.16")]
    public void CutOf_SeveralDepths_JoinsThoseBeforeTheCut(string name, string? cut, string joined) =>
        Assert.Equal(joined, (Recipe.Modern with { Cut = cut }).CutOf(BackboneCatalogue.Find(name)));

    /// <summary>What comes before the maps is beside them in the cache; what comes after them is not kept apart.</summary>
    [Theory]
    [InlineData("resnet50", "layer4.0", "layer3,pooled")]
    [InlineData("resnet50", "layer3", "pooled")]
    [InlineData("mobilenet_v2", "features.16", "features.13,pooled")]
    public void CutOf_RecipeThatKeepsMaps_NamesTheDepthsThatItsFeaturesHave(string name, string maps, string joined) =>
        Assert.Equal(joined, (Recipe.Modern with { MapsAt = maps }).CutOf(BackboneCatalogue.Find(name)));

    [Fact]
    public void Validated_TheRecipesOfTheLibrary_Pass() =>
        Assert.All([Recipe.Article, Recipe.Modern, Recipe.ModernOpened], recipe => Assert.Same(recipe, recipe.Validated()));

    [Fact]
    public void Validated_OpenedWithoutTraining_SaysWhatToGive()
    {
        var error = Assert.Throws<ArgumentException>(() => (Recipe.ModernOpened with { Training = null }).Validated());
        Assert.Contains("LastStage", error.Message, StringComparison.Ordinal);
        Assert.Contains("TrainingOptions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validated_CentreOfMaps_IsRefused()
    {
        Assert.Contains("LastStage", Refused(Recipe.ModernOpened with { Centre = true }), StringComparison.Ordinal);
        Assert.Contains("MapsAt", Refused(Recipe.Modern with { Centre = true, MapsAt = "layer4.0" }), StringComparison.Ordinal);
        Assert.Equal([FeatureView.Centred, FeatureView.CentredFlipped], (Recipe.Modern with { Centre = true }).Validated().Views);
    }

    [Fact]
    public void Validated_MapsThatWouldBeIgnored_AreRefused()
    {
        Assert.Contains("LastStage", Refused(Recipe.ModernOpened with { MapsAt = "layer4.0" }), StringComparison.Ordinal);
        Assert.Contains("the cut layer3", Refused(Recipe.Modern with { MapsAt = "layer4.0", Cut = "layer3" }), StringComparison.Ordinal);
        _ = (Recipe.Modern with { MapsAt = "layer4.0", Cut = Backbone.Pooled }).Validated();
    }

    [Theory]
    [InlineData(0, 0.5, "Hidden is 0")]
    [InlineData(256, 1.0, "Dropout is 1")]
    [InlineData(256, -0.1, "Dropout is -0.1")]
    [InlineData(256, double.NaN, "Dropout is NaN")]
    public void Validated_HeadOutOfRange_IsNamed(int hidden, double dropout, string said) =>
        Assert.Contains(said, Refused(Recipe.Article with { Hidden = hidden, Dropout = dropout }), StringComparison.Ordinal);

    [Fact]
    public void Validated_OptionOutOfRange_IsNamed() => Assert.Throws<ArgumentOutOfRangeException>(
        () => (Recipe.Article with { Training = Recipe.Article.Training! with { Epochs = 0 } }).Validated());

    private static string Refused(Recipe recipe) => Assert.Throws<ArgumentException>(() => recipe.Validated()).Message;
}
