using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

public sealed class BlendTests
{
    private const double Tolerance = 1e-6; // fp32

    [Fact]
    public void Mix_ThreeRows_TakesTheShareOfTheOther()
    {
        using var scope = NewDisposeScope();
        var blend = new Blend([2, 0, 1], 0.25);
        Tensor mixed = blend.Mix(tensor(new float[] { 0, 4, 8 }));
        Assert.Equal([2f, 3, 7], mixed.data<float>().ToArray());
    }

    [Fact]
    public void Loss_TwoRows_EqualsCrossEntropyWithSoftTargets()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new float[,] { { 1, 2, 3 }, { 0, -1, 1 } });
        Tensor targets = tensor(new float[,] { { 0.7f, 0.3f, 0 }, { 0.3f, 0.7f, 0 } });
        double expected = -(targets * logits.log_softmax(1)).sum().item<float>() / 2;
        Assert.Equal(expected, new Blend([1, 0], 0.3).Loss(logits, tensor(new long[] { 0, 1 }), 0).item<float>(), Tolerance);
    }

    [Fact]
    public void Draw_ManyTimes_StaysInRangeAndFollowsTheGenerator()
    {
        using var first = new Generator(1);
        using var second = new Generator(1);
        Blend[] drawn = [.. Enumerable.Range(0, 100).Select(_ => Blend.Draw(5, 0.4, first))];
        Assert.All(drawn, blend => Assert.InRange(blend.Share, 0, 0.4));
        Assert.All(drawn, blend => Assert.Equal([0, 1, 2, 3, 4], blend.Order.Order()));
        Assert.InRange(drawn.Average(blend => blend.Share), 0.15, 0.25); // five standard errors around 0.2 are 0.06
        Blend again = Blend.Draw(5, 0.4, second);
        Assert.Equal(drawn[0].Order, again.Order);
        Assert.Equal(drawn[0].Share, again.Share);
    }
}
