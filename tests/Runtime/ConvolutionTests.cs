using Scenes.Backbones;
using static TorchSharp.torch;

namespace Scenes.Tests.Runtime;

/// <summary>The convolutions of this machine give right numbers. On virtual machines that hide the cache sizes they did not.</summary>
public sealed class ConvolutionTests
{
    // Rounding of 8 and 24 bits, summed over up to 64 x 9 products.
    private const double ReducedTolerance = 0.03, FloatTolerance = 1e-4;

    [Theory]
    [InlineData(24, 16, 7)] // input channels fill one and a half blocks
    [InlineData(40, 10, 32)] // neither side fills its blocks
    [InlineData(48, 96, 32)] // gradients convert the weights the other way round
    [InlineData(3, 32, 19)] // the first layer of every network
    public void Convolve_AnyChannels_EqualsDoublePrecision(int channels, int filters, int size)
    {
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
            foreach (bool channelsLast in new[] { false, true })
                foreach (long stride in new long[] { 1, 2 })
                    Compare(channels, filters, size, stride, type, channelsLast);
    }

    private static void Compare(int channels, int filters, int size, long stride, ScalarType type, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        Tensor input = randn([2, channels, size, size], generator: generator).to(type), weight = (0.1 * randn([filters, channels, 3, 3], generator: generator)).to(type);
        Tensor exactInput = input.to(ScalarType.Float64).requires_grad_(), exactWeight = weight.to(ScalarType.Float64).requires_grad_();
        Tensor exact = nn.functional.conv2d(exactInput, exactWeight, strides: [stride, stride], padding: [1, 1]);
        Tensor direction = randn(exact.shape, generator: generator).to(type);
        exact.backward([direction.to(ScalarType.Float64)]);

        Tensor usedInput = Arranged(input).requires_grad_(), usedWeight = Arranged(weight).requires_grad_();
        Tensor actual = nn.functional.conv2d(usedInput, usedWeight, strides: [stride, stride], padding: [1, 1]);
        actual.backward([Arranged(direction)]);
        Check("output", actual, exact);
        Check("gradient of the input", usedInput.grad!, exactInput.grad!);
        Check("gradient of the weights", usedWeight.grad!, exactWeight.grad!);

        Tensor Arranged(Tensor tensor) => channelsLast ? ChannelsLast.Convert(tensor) : tensor.clone();

        void Check(string what, Tensor got, Tensor expected)
        {
            double difference = (got.to(ScalarType.Float64) - expected).abs().max().item<double>(), largest = expected.abs().max().item<double>();
            double tolerance = type == ScalarType.Float32 ? FloatTolerance : ReducedTolerance;
            Assert.True(difference <= tolerance * largest,
                $"{what}, {type}, {(channelsLast ? "channels last" : "channels first")}, stride {stride}: differs by {difference}, largest value {largest}");
        }
    }
}
