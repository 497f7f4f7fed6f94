using Scenes.Backbones;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Tests.Training;

/// <summary>What a trained model is good for afterwards, and what it leaves in memory.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class TransferModelTests : IDisposable
{
    private readonly TransferCase small = new();

    [Fact]
    public void LogProbabilities_BothViews_AreAveragedAsProbabilities()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), Recipe.Modern, small.Dataset, small.Options);
        using var scope = NewDisposeScope();
        using FeatureViews inputs = model.Inputs(small.Dataset.Test);
        Tensor[] views = [.. inputs.Views.Select(view => model.Network.call(view.All().to(Device.Current.Torch)).softmax(1).cpu())];
        Tensor mean = (views[0] + views[1]) / 2;
        Assert.True(model.LogProbabilities(small.Dataset.Test).exp().allclose(mean, rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void LogProbabilities_FrozenAfterTraining_AreTheSame()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), TransferCase.Small(Recipe.ModernOpened), small.Dataset, small.Options);
        using Tensor before = model.LogProbabilities(small.Dataset.Test);
        Freezing.Freeze(model.Network);
        using Tensor after = model.LogProbabilities(small.Dataset.Test);
        Assert.Equal(before.data<float>().ToArray(), after.data<float>().ToArray());
        Assert.All(model.Network.parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Fact]
    public void Fit_InsideAScope_OutlivesIt()
    {
        TransferModel model;
        using (NewDisposeScope()) model = TransferTrainer.Fit(small.Network("resnet50"), TransferCase.Small(Recipe.ModernOpened), small.Dataset, small.Options);
        using (model)
        using (Tensor said = model.LogProbabilities(small.Dataset.Test))
            Assert.Equal(small.Dataset.Test.Count, said.shape[0]);
    }

    [Fact]
    public void Fit_MoreEpochsAndPredictions_LeaveNoMoreTensors()
    {
        Pretrained network = small.Network("resnet50");
        Left(1);
        Assert.Equal(Left(1), Left(3)); // one run leaves handles of replaced parameters to the collector

        long Left(int times)
        {
            long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            using (TransferModel frozen = TransferTrainer.Fit(network, Recipe.Modern, small.Dataset, small.Options))
                for (int i = 0; i < times; i++) frozen.LogProbabilities(small.Dataset.Test).Dispose();
            TransferTrainer.Fit(network, TransferCase.Small(Recipe.ModernOpened, times), small.Dataset, small.Options).Dispose();
            return DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - before;
        }
    }

    public void Dispose() => small.Dispose();
}
