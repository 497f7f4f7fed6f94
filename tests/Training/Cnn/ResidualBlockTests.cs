using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class ResidualBlockTests
{
    [Fact]
    public void Forward_BeforeTraining_IsTheIdentityForWhatReluGives()
    {
        using var scope = NewDisposeScope();
        using var block = new ResidualBlock(4);
        using var generator = new Generator(1);
        Tensor input = rand([2, 4, 5, 5], generator: generator);
        Assert.True(block.call(input).equal(input).all().item<bool>());
    }

    [Theory]
    [InlineData(48)]
    [InlineData(65)] // does not halve evenly
    public void Forward_WholeNetwork_GivesLogitsAndKeepsNothing(int size)
    {
        using var network = new ResidualCnn(5, 4, [8, 12]);
        using Tensor images = zeros(2, 3, size, size);
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (no_grad())
        {
            using Tensor logits = network.call(images);
            Assert.Equal([2, 5], logits.shape);
        }
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
