using Scenes.Backbones;
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

    [Theory]
    [InlineData("vgg16", Backbone.Pooled, "features.23")]
    [InlineData("resnet50", Backbone.Pooled, "layer3")]
    [InlineData("inception_v3", "Mixed_7a", "Mixed_7a")]
    public void CutOf_Network_IsWhatTheRecipeFreezes(string name, string article, string opened)
    {
        BackboneSpec network = BackboneCatalogue.Find(name);
        Assert.Equal(article, Recipe.Article.CutOf(network));
        Assert.Equal(Backbone.Pooled, Recipe.Modern.CutOf(network));
        Assert.Equal(opened, Recipe.ModernOpened.CutOf(network));
    }

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
    public void Validated_OptionOutOfRange_IsNamed() => Assert.Throws<ArgumentOutOfRangeException>(
        () => (Recipe.Article with { Training = Recipe.Article.Training! with { Epochs = 0 } }).Validated());
}
