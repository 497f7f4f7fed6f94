using Scenes.Imaging;
using TorchSharp;

namespace Scenes.Tests.Imaging;

public sealed class ImageBatchTests : IDisposable
{
    private static readonly IReadOnlyList<BatchCase> Cases = ImagingOracle.Rows<BatchCase>("batch.json");

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    public static TheoryData<int> Rows => new(Enumerable.Range(0, Cases.Count));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Load_ShorterSideAndCrop_EqualsTorchvision(int index)
    {
        BatchCase row = Cases[index];
        string path = Write($"{index}.png", ResizerTests.Noise(row.Width, row.Height));
        var preprocessing = new Preprocessing(row.ImageSize, row.ResizeTo, row.Interpolation, Rgb.All(0), Rgb.All(1));
        using torch.Tensor batch = ImageBatch.Load([path], preprocessing);
        Assert.Equal([1, 3, row.ImageSize, row.ImageSize], batch.shape);
        (int largest, string where) = ImagingOracle.Difference(row.Pixels, Interleaved(batch, 0));
        Assert.True(largest == 0, $"{row}: differs by {largest}; {where}");
    }

    [Fact]
    public void Load_Squash_ResizesBothSidesAndCutsNothing()
    {
        RgbImage image = ResizerTests.Noise(30, 17);
        using torch.Tensor batch = ImageBatch.Load([Write("a.png", image)], Preprocessing.UnitRange(16));
        Assert.Equal(Resizer.Resize(image, 16, 16).Pixels, Interleaved(batch, 0));
    }

    [Fact]
    public void Load_ManyFiles_KeepsTheirOrderWhateverTheThreads()
    {
        (string[] paths, RgbImage[] images) = Files(23);
        foreach (int threads in new[] { 1, 4 })
        {
            using torch.Tensor batch = ImageBatch.Load(paths, Preprocessing.UnitRange(19), threads: threads);
            for (int i = 0; i < images.Length; i++) Assert.Equal(images[i].Pixels, Interleaved(batch, i));
        }
    }

    [Fact]
    public void Load_SeveralFaultyFiles_NamesTheFirst()
    {
        (string[] paths, _) = Files(40);
        File.WriteAllText(paths[17], "no image");
        File.WriteAllText(paths[11], "no image");
        for (int attempt = 0; attempt < 10; attempt++)
        {
            var error = Assert.Throws<ImageFormatException>(() => ImageBatch.Load(paths, Preprocessing.UnitRange(19), threads: 4));
            Assert.Equal(paths[11], error.FilePath);
        }
        File.Delete(paths[5]);
        Assert.Contains(paths[5], Assert.Throws<FileNotFoundException>(() => ImageBatch.Load(paths, Preprocessing.UnitRange(19))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFiles_IsAnEmptyTensor()
    {
        using torch.Tensor batch = ImageBatch.Load([], Preprocessing.UnitRange(8));
        Assert.Equal([0, 3, 8, 8], batch.shape);
    }

    [Fact]
    public void Load_Cancelled_Stops()
    {
        (string[] paths, _) = Files(3);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ImageBatch.Load(paths, Preprocessing.UnitRange(8), cancellation: source.Token));
        Assert.Throws<OperationCanceledException>(() => ImageBatch.Stream(paths, Preprocessing.UnitRange(8), 2, cancellation: source.Token).Count());
    }

    [Fact]
    public void Load_WrongArguments_AreRefused()
    {
        Assert.Contains("ResizeTo", Assert.Throws<ArgumentException>(() => ImageBatch.Load([], Preprocessing.UnitRange(8) with { ResizeTo = 7 })).Message, StringComparison.Ordinal);
        Assert.Contains("Std", Assert.Throws<ArgumentException>(() => ImageBatch.Load([], Preprocessing.UnitRange(8) with { Std = Rgb.All(0) })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ImageBatch.Load([], Preprocessing.UnitRange(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageBatch.Load([], Preprocessing.UnitRange(8), threads: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageBatch.Stream([], Preprocessing.UnitRange(8), 0));
    }

    [Fact]
    public void Load_ManyFiles_AllocatesLittleForEach()
    {
        const int Allowed = 4096; // Bytes an image: the wrappers of one decode, far below its 64 KB of pixels.
        RgbImage image = ResizerTests.Noise(150, 150);
        string path = Path.Combine(folder, "a.jpg");
        File.WriteAllBytes(path, ImageFile.EncodeJpeg(image));
        string[] paths = [.. Enumerable.Repeat(path, 200)];
        ImageBatch.Load(paths, Preprocessing.UnitRange(64), threads: 1).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageBatch.Load(paths, Preprocessing.UnitRange(64), threads: 1).Dispose();
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / paths.Length;
        Assert.True(each <= Allowed, $"{each} bytes an image, allowed {Allowed}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)] // does not divide 23
    [InlineData(23)]
    [InlineData(50)] // more than there are
    public void Stream_Batches_JoinToWhatLoadGives(int batchSize)
    {
        (string[] paths, _) = Files(23);
        using torch.Tensor whole = ImageBatch.Load(paths, Preprocessing.UnitRange(16));
        int start = 0;
        foreach (torch.Tensor batch in ImageBatch.Stream(paths, Preprocessing.UnitRange(16), batchSize))
        {
            using (batch)
            {
                using torch.Tensor expected = whole.narrow(0, start, batch.shape[0]);
                Assert.Equal(expected.bytes.ToArray(), batch.bytes.ToArray());
                start += (int)batch.shape[0];
            }
        }
        Assert.Equal(23, start);
    }

    [Fact]
    public void Stream_FaultyFile_FailsAtItsBatch()
    {
        (string[] paths, _) = Files(9);
        File.WriteAllText(paths[7], "no image");
        int seen = 0;
        var error = Assert.Throws<ImageFormatException>(() =>
        {
            foreach (torch.Tensor batch in ImageBatch.Stream(paths, Preprocessing.UnitRange(16), 3))
            {
                batch.Dispose();
                seen++;
            }
        });
        Assert.Equal((paths[7], 2), (error.FilePath, seen));
    }

    [Fact]
    public void Stream_LeftEarly_DecodesNoMoreThanOneBatchAhead()
    {
        (string[] paths, _) = Files(12);
        foreach (string path in paths.Skip(6)) File.Delete(path); // Would fail if anybody looked.
        ImageBatch.Stream(paths, Preprocessing.UnitRange(16), 3).First().Dispose();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (string[] Paths, RgbImage[] Images) Files(int count)
    {
        RgbImage[] images = [.. Enumerable.Range(0, count).Select(i => ResizerTests.Noise(19 + i, 19 + i)).Select(image => Resizer.Resize(image, 19, 19))];
        return ([.. images.Select((image, i) => Write($"{i}.png", image))], images);
    }

    private string Write(string name, RgbImage image)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, ImageWriter.Png(image.Width, image.Height, 8, 2, image.Pixels));
        return path;
    }

    private static byte[] Interleaved(torch.Tensor batch, int index)
    {
        using torch.Tensor image = batch[index].permute(1, 2, 0).contiguous();
        return image.bytes.ToArray();
    }

    private sealed record BatchCase(int Width, int Height, int ResizeTo, int ImageSize, Interpolation Interpolation, byte[] Pixels);
}
