using Scenes.Evaluation;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class JointModelTests : IDisposable
{
    private const double Tolerance = 1e-4; // fp32, two orders of summation

    private readonly TransferCase small = new();

    [Fact]
    public void Fit_TwoNetworks_JoinsTheirFeaturesAndAveragesTheViews()
    {
        using TransferModel first = Fit("resnet50"), second = Fit("squeezenet1_1", centre: true);
        using JointModel joint = JointModel.Fit("both", [first, second], small.Dataset);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using FeatureViews left = first.Inputs(small.Dataset.Test), right = second.Inputs(small.Dataset.Test);
        Tensor[] views = [.. Enumerable.Range(0, 2).Select(view =>
            nn.functional.softmax(joint.Search.Network.call(cat([left.Views[view].All(), right.Views[view].All()], 1)), 1))];
        AssertSays(joint, JointModel.LinearRecipe, (views[0] + views[1]) / 2);
    }

    [Fact]
    public void Fit_TwoNetworksWithAKernel_JoinsTheMeanFeaturesOfTheViews()
    {
        using TransferModel first = Fit("resnet50"), second = Fit("squeezenet1_1", centre: true);
        using JointModel joint = JointModel.Fit("both", [first, second], small.Dataset, radial: true);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using FeatureViews left = first.Inputs(small.Dataset.Test), right = second.Inputs(small.Dataset.Test);
        Tensor features = cat([.. new[] { left, right }.Select(one => (one.Views[0].All() + one.Views[1].All()) / 2)], 1);
        AssertSays(joint, JointModel.RadialRecipe, nn.functional.softmax(joint.Search.Network.call(features), 1));
    }

    [Fact]
    public void Fit_OneNetworkWithAKernel_IsAModelOfItsOwn()
    {
        using TransferModel only = Fit("resnet50");
        using JointModel curved = JointModel.Fit("curved", [only], small.Dataset, radial: true);
        Assert.Equal(JointModel.SingleRecipe, curved.Recipe);
        Predictions said = Predictor.Predict(curved, small.Dataset.Test, small.Dataset.ClassNames);
        Assert.Equal(said.Count, said.Correct); // red and blue
    }

    [Fact]
    public void Fit_PartsThatDoNotGoTogether_AreRefusedByName()
    {
        using TransferModel frozen = Fit("squeezenet1_1");
        using TransferModel oneView = TransferTrainer.Fit(small.Network("resnet50"), Recipe.Modern with { BothViews = false }, small.Dataset, small.Options);
        using TransferModel opened = TransferTrainer.Fit(small.Network("vgg16"), TransferCase.Small(Recipe.ModernOpened, 1), small.Dataset, small.Options);
        Assert.Contains("1 networks", Refused(frozen), StringComparison.Ordinal);
        Assert.Contains("mirrored images", Refused(frozen, oneView), StringComparison.Ordinal);
        Assert.Contains("opened stages", Refused(frozen, opened), StringComparison.Ordinal);

        string Refused(params TransferModel[] parts) => Assert.Throws<ArgumentException>(() => JointModel.Fit("joint", parts, small.Dataset)).Message;
    }

    /// <summary>The notebook on ResNet50 asks what the second depth adds: what is left without it must be the last depth's features.</summary>
    [Fact]
    public void Columns_OfTheLastDepth_AreItsFeaturesAlone()
    {
        using TransferModel several = Fit("resnet50");
        using TransferModel alone = TransferTrainer.Fit(small.Network("resnet50"), Recipe.Modern with { SeveralDepths = false }, small.Dataset, small.Options);
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        using FeatureViews both = several.Inputs(small.Dataset.Test), last = alone.Inputs(small.Dataset.Test);
        int width = (int)last.Views[0].RowShape[0];
        TrainingSet columns = both.Of().Columns(^width..);
        Assert.Equal(columns.Labels, last.Of().Labels);
        Assert.NotEqual(columns.Id, both.Of().Id);
        Assert.True(columns.Inputs([3, 0], generator).allclose(last.Of().Inputs([3, 0], generator)));
    }

    [Fact]
    public void AnyUse_ALaterPartFails_ClosesTheFilesOfTheEarlierOnes()
    {
        using TransferModel first = Fit("resnet50"), second = Fit("squeezenet1_1");
        using JointModel joint = JointModel.Fit("both", [first, second], small.Dataset);
        joint.LogProbabilities(small.Dataset.Test).Dispose();
        File.Delete(second.Pretrained.WeightsPath);
        Assert.Throws<FileNotFoundException>(() => joint.LogProbabilities(small.Dataset.Test));
        Assert.Throws<FileNotFoundException>(() => JointModel.Fit("again", [first, second], small.Dataset));
        foreach (FileInfo file in small.Cache.List())
            using (new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { } // refused while another handle is open
    }

    public void Dispose() => small.Dispose();

    private void AssertSays(JointModel joint, string recipe, Tensor probabilities)
    {
        Predictions said = Predictor.Predict(joint, small.Dataset.Test, small.Dataset.ClassNames);
        Assert.Equal(("both", recipe), (said.Model, joint.Recipe));
        Assert.All(probabilities.data<float>().ToArray().Zip(said.Probabilities.Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.Equal(said.Count, said.Correct); // red and blue
    }

    private TransferModel Fit(string name, bool centre = false) =>
        TransferTrainer.Fit(small.Network(name), Recipe.Modern with { Centre = centre }, small.Dataset, small.Options);
}
