using System.Globalization;
using System.Text.Json;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

public sealed class CrossEntropyTests
{
    private const double Tolerance = 1e-6; // fp32 against double

    [Fact]
    public void Mean_EachSmoothing_EqualsPyTorch()
    {
        using var scope = NewDisposeScope();
        JsonElement oracle = TrainingOracle.Root.GetProperty("losses");
        Tensor logits = tensor(oracle.GetProperty("logits").Floats()).reshape(5, 3);
        Tensor labels = tensor(oracle.GetProperty("labels").EnumerateArray().Select(label => label.GetInt64()).ToArray());
        foreach (JsonProperty value in oracle.GetProperty("values").EnumerateObject())
        {
            double smoothing = double.Parse(value.Name, CultureInfo.InvariantCulture);
            Assert.Equal(value.Value.GetDouble(), CrossEntropy.Mean(logits, labels, smoothing).item<float>(), Tolerance);
        }
    }

    [Fact]
    public void Mean_LabelWithoutOutput_SaysWhichAndWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => CrossEntropy.Mean(zeros(2, 3), tensor(new long[] { 0, 3 })));
        Assert.Contains("Label 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 2", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => CrossEntropy.Mean(zeros(2, 3), tensor(new long[] { 0, -1 })));
        Assert.Contains("Label -1", error.Message, StringComparison.Ordinal);
    }
}
