using Scenes.Imaging;
using Scenes.Imaging.Augmenting;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Imaging;

public sealed class AugmentationTests : IDisposable
{
    private const double Tolerance = 1e-5; // Sums and products of a few float32 values of at most 1, in another order.

    private static readonly IReadOnlyList<JitterCase> Cases = ImagingOracle.Rows<JitterCase>("jitter.json");

    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<int> Rows => new(Enumerable.Range(0, Cases.Count));

    [Theory]
    [MemberData(nameof(Rows))]
    public void ColourJitter_Floats_AgreesWithTorchvision(int index)
    {
        JitterCase row = Cases[index];
        RgbImage image = ResizerTests.Noise(7, 5);
        float[] planes = [.. Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 35).Select(i => image.Pixels[3 * i + c] / 255f))];
        var same = new AxisChange(false, 0, 0, 1);
        new ColourJitter(35).Apply(planes, new ImageChange(same, same, row.Brightness, row.Contrast, row.Saturation), top: 1);
        for (int i = 0; i < planes.Length; i++) Assert.Equal(row.Values[i], planes[i], Tolerance);
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Float32)]
    public void Apply_Flip_MirrorsEachImageExactlyOrNot(ScalarType type)
    {
        Tensor batch = Batch(64, 9, 12, type), flipped = batch.flip(3);
        Tensor result = Apply(new Augmentation(FlipProbability: 0.5), batch);
        int count = 0;
        for (int i = 0; i < 64; i++)
        {
            bool same = result[i].equal(batch[i]).all().item<bool>(), mirrored = result[i].equal(flipped[i]).all().item<bool>();
            Assert.True(same ^ mirrored, $"image {i} is neither itself nor its mirror image");
            if (mirrored) count++;
        }
        Assert.InRange(count, 16, 48); // Four standard deviations of a fair coin thrown 64 times.
        Assert.True(Apply(new Augmentation(FlipProbability: 1), batch).equal(flipped).all().item<bool>());
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Float32)]
    public void Apply_Shift_IsACropOfTheReflectedImage(ScalarType type)
    {
        const int Shift = 3;
        Tensor batch = Batch(100, 8, 10, type);
        Tensor padded = nn.functional.pad(batch.to(ScalarType.Float32), [Shift, Shift, Shift, Shift], PaddingModes.Reflect).to(type);
        Tensor result = Apply(new Augmentation(FlipProbability: 0, MaxShift: Shift), batch);
        var seen = new HashSet<(int, int)>();
        for (int i = 0; i < 100; i++)
        {
            Tensor one = result[i];
            var places = from dy in Enumerable.Range(0, 2 * Shift + 1)
                         from dx in Enumerable.Range(0, 2 * Shift + 1)
                         where padded[i].narrow(1, dy, 8).narrow(2, dx, 10).equal(one).all().item<bool>()
                         select (dy, dx);
            seen.Add(Assert.Single(places));
        }
        // 100 draws from 49 places reach 42.8 of them on average.
        Assert.InRange(seen.Count, 34, 49);
    }

    [Fact]
    public void Apply_Crop_KeepsARampARamp()
    {
        // On values that grow linearly, bilinear sampling is exact: what comes out is again linear, flatter by the crop's width.
        Tensor ramp = (arange(40) / 40).view(1, 1, 1, 40).expand(50, 3, 40, 40).contiguous();
        Tensor result = Apply(new Augmentation(FlipProbability: 0, MinCropArea: 0.25, MaxCropAspect: 1.2), ramp);
        Tensor inner = result.narrow(3, 4, 32), slope = (inner.narrow(3, 31, 1) - inner.narrow(3, 0, 1)) / 31;
        Tensor line = inner.narrow(3, 0, 1) + slope * arange(32).view(1, 1, 1, 32);
        Assert.True((inner - line).abs().max().item<float>() < Tolerance);
        float[] widths = [.. (slope * 40).narrow(1, 0, 1).narrow(2, 0, 1).flatten().data<float>()];
        Assert.All(widths, width => Assert.InRange(width, Math.Sqrt(0.25 / 1.2) - 1e-4, 1 + 1e-4));
        Assert.True(widths.Min() < 0.7 && widths.Max() > 0.85, $"widths from {widths.Min()} to {widths.Max()}");
        Assert.True(result.min().item<float>() >= 0 && result.max().item<float>() <= 39f / 40);
    }

    [Fact]
    public void Sample_WholeCrop_IsTheIdentity()
    {
        int[] before = new int[6];
        float[] weight = new float[6];
        new AxisChange(false, 0, 0, 1).Sample(before, weight);
        Assert.Equal([0, 1, 2, 3, 4, 5], before);
        Assert.All(weight, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Sample_HalfCrop_DoublesPixelsAroundTheirCentres()
    {
        int[] before = new int[4];
        float[] weight = new float[4];
        new AxisChange(false, 0, 1, 0.5).Sample(before, weight); // Pixels 1 and 2 of 4: their span is 1 to 3.
        Assert.Equal([0, 1, 1, 2], before);
        Assert.Equal([0.75f, 0.25f, 0.75f, 0.25f], weight);
    }

    [Fact]
    public void Apply_Everything_DependsOnTheSeedAlone()
    {
        var options = new Augmentation(0.5, 4, 0.5, 1.3, 0.4, 0.4, 0.4);
        Tensor batch = Batch(40, 16, 20, ScalarType.Byte);
        byte[] once = Values(Apply(options, batch, seed: 5, threads: 1));
        Assert.Equal(once, Values(Apply(options, batch, seed: 5, threads: 3)));
        Assert.NotEqual(once, Values(Apply(options, batch, seed: 6)));
        Assert.NotEqual(once, Values(batch));
    }

    [Fact]
    public void Apply_AnotherOption_LeavesTheOtherDrawsAlone()
    {
        Tensor batch = Batch(40, 16, 20, ScalarType.Byte);
        Tensor flipped = Apply(new Augmentation(0.5), batch), brighter = Apply(new Augmentation(0.5, Brightness: 0.2), batch);
        // Where one call flips, so does the other: the brighter image is then nearer to the flipped one than to its mirror image.
        Tensor near = Distance(brighter, flipped), far = Distance(brighter, flipped.flip(3));
        Assert.True(near.less(far).all().item<bool>());

        static Tensor Distance(Tensor a, Tensor b) => (a.to(ScalarType.Float32) - b.to(ScalarType.Float32)).abs().mean([1, 2, 3]);
    }

    [Fact]
    public void Apply_BytesAndFloats_AgreeToARounding()
    {
        var options = new Augmentation(0.5, 2, 0.5, 1.3, 0.4, 0.4, 0.4);
        Tensor batch = Batch(20, 16, 20, ScalarType.Byte);
        Tensor bytes = Apply(options, batch), floats = Apply(options, batch.to(ScalarType.Float32) / 255);
        Assert.True((bytes.to(ScalarType.Float32) - floats * 255).abs().max().item<float>() <= 0.5 + 255 * Tolerance);
    }

    [Fact]
    public void Apply_Tensors_LeavesOneBehindAndTheBatchUnchanged()
    {
        Tensor batch = Batch(4, 8, 8, ScalarType.Byte);
        byte[] values = Values(batch);
        using Generator generator = new(3, CPU);
        int before = scope.DisposablesCount;
        new Augmentation(1, 2, 0.5, 1.3, 0.4, 0.4, 0.4).Apply(batch, generator);
        Augmentation.None.Apply(batch, generator);
        Assert.Equal(before + 2, scope.DisposablesCount);
        Assert.Equal(values, Values(batch));
    }

    [Fact]
    public void Apply_StridedBatch_IsReadAsItsValues()
    {
        Tensor batch = Batch(4, 8, 9, ScalarType.Byte), strided = batch.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var options = new Augmentation(0.5, 2, 0.5);
        Assert.Equal(Values(Apply(options, batch)), Values(Apply(options, strided).contiguous()));
    }

    [Fact]
    public void Apply_WrongArguments_AreRefused()
    {
        Tensor batch = Batch(2, 8, 8, ScalarType.Byte);
        Assert.Contains("FlipProbability", Refused(new Augmentation(1.5), batch), StringComparison.Ordinal);
        Assert.Contains("MinCropArea", Refused(new Augmentation(MinCropArea: 0), batch), StringComparison.Ordinal);
        Assert.Contains("Contrast", Refused(new Augmentation(Contrast: double.NaN), batch), StringComparison.Ordinal);
        Assert.Contains("MaxShift", Refused(new Augmentation(MaxShift: 8), batch), StringComparison.Ordinal);
        Assert.Contains("[2, 3, 8]", Refused(new Augmentation(), batch[TensorIndex.Colon, TensorIndex.Colon, 0]), StringComparison.Ordinal);
        Assert.Contains("Float64", Refused(new Augmentation(), batch.to(ScalarType.Float64)), StringComparison.Ordinal);

        string Refused(Augmentation options, Tensor images) => Assert.Throws<ArgumentException>(() => Apply(options, images)).Message;
    }

    [Fact]
    public void Apply_SmallestImages_Work()
    {
        Tensor batch = Batch(3, 1, 1, ScalarType.Byte);
        Assert.Equal(Values(batch), Values(Apply(new Augmentation(0.5, 0, 0.2), batch)));
        Assert.Equal([0, 3, 4, 4], Apply(new Augmentation(), zeros([0, 3, 4, 4], ScalarType.Byte)).shape);
    }

    public void Dispose() => scope.Dispose();

    private static Tensor Apply(Augmentation options, Tensor batch, ulong seed = 1, int? threads = null)
    {
        using Generator generator = new(seed, CPU);
        return options.Apply(batch, generator, threads);
    }

    private static Tensor Batch(int count, int height, int width, ScalarType type)
    {
        using Generator generator = new(9, CPU);
        Tensor bytes = randint(0, 256, [count, 3, height, width], ScalarType.Byte, generator: generator);
        return type == ScalarType.Byte ? bytes : bytes.to(type) / 255;
    }

    private static byte[] Values(Tensor tensor) => tensor.bytes.ToArray();

    private sealed record JitterCase(float Brightness, float Contrast, float Saturation, float[] Values);
}
