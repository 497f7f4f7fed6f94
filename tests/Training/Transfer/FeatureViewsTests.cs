using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class FeatureViewsTests : IDisposable
{
    private readonly TransferCase small = new();

    [Fact]
    public void Stacked_RowsInAnyOrder_AreThoseOfTheirViewAndImage()
    {
        using var scope = NewDisposeScope();
        using FeatureViews views = Open();
        using var generator = new Generator(0);
        TrainingSet set = views.Stacked();
        Assert.Equal(2 * views.Count, set.Count);
        Tensor rows = set.Inputs([views.Count + 3, 1, views.Count, 0], generator);
        Tensor expected = cat([views.Views[1].Rows([3]), views.Views[0].Rows([1]), views.Views[1].Rows([0]), views.Views[0].Rows([0])]);
        Assert.True(rows.equal(expected).all().item<bool>());
        Assert.False(views.Views[0].Rows([3]).equal(views.Views[1].Rows([3])).all().item<bool>());
    }

    [Fact]
    public void Drawn_RowsOfAnImage_AreEitherViewAndFollowTheGenerator()
    {
        using var scope = NewDisposeScope();
        using FeatureViews views = Open();
        TrainingSet set = views.Drawn();
        Assert.Equal(views.Count, set.Count);
        long[] same = [.. Enumerable.Repeat(2L, 20)];
        using Generator first = new(5), second = new(5);
        Tensor rows = set.Inputs(same, first);
        Assert.True(rows.equal(set.Inputs(same, second)).all().item<bool>());
        Tensor plain = rows.eq(views.Views[0].Rows(same)).all(1), flipped = rows.eq(views.Views[1].Rows(same)).all(1);
        Assert.True(plain.logical_xor(flipped).all().item<bool>());
        Assert.InRange(plain.sum().item<long>(), 1, 19);
    }

    public void Dispose() => small.Dispose();

    private FeatureViews Open()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), Recipe.Modern, small.Dataset, small.Options);
        return model.Inputs(small.Dataset.Train);
    }
}
