using Scenes.Data;
using Scenes.Imaging;
using Scenes.Runtime;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

public sealed class ImageSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void Load_Batch_IsNormalisedInTheOrderAsked()
    {
        SceneImage[] images = [Grey("a", 0, 0), Grey("b", 255, 1), Grey("c", 51, 2)];
        var set = ImageSet.Load(images, new Preprocessing(4, 4, Interpolation.Bilinear, Rgb.All(0.2), Rgb.All(0.5)));
        using var generator = new Generator(0);
        Tensor batch = set.Inputs([2, 1], generator);
        Assert.Equal([2L, 3, 4, 4], batch.shape);
        Assert.Equal([0.0, 1.6], new[] { batch[0].mean().item<float>(), batch[1].mean().item<float>() }.Select(value => Math.Round(value, 5))); // (0.2 - 0.2) / 0.5, (1 - 0.2) / 0.5
        Assert.Equal([0L, 1, 2], set.Labels);
    }

    [Fact]
    public void Load_Augmentation_ChangesWithTheGeneratorAlone()
    {
        var set = ImageSet.Load([Grey("a", 100, 0)], Preprocessing.UnitRange(4), new Augmentation(Brightness: 0.5));
        double Draw(ulong seed)
        {
            using var generator = new Generator(seed);
            return set.Inputs([0], generator).mean().item<float>();
        }
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void Load_OtherImagesSizeOrAugmentation_HaveAnotherId()
    {
        SceneImage a = Grey("a", 1, 0), b = Grey("b", 2, 0);
        string[] ids =
        [
            ImageSet.Load([a], Preprocessing.UnitRange(4)).Id,
            ImageSet.Load([b], Preprocessing.UnitRange(4)).Id,
            ImageSet.Load([a], Preprocessing.UnitRange(5)).Id,
            ImageSet.Load([a], Preprocessing.UnitRange(4), new Augmentation()).Id,
        ];
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(ids[0], ImageSet.Load([a], Preprocessing.UnitRange(4)).Id);
    }

    [Fact]
    public void Inputs_Called_LeavesOneTensor()
    {
        var set = ImageSet.Load([Grey("a", 100, 0)], Preprocessing.UnitRange(4), new Augmentation());
        using var generator = new Generator(0);
        using var inner = NewDisposeScope();
        set.Inputs([0], generator);
        Assert.Equal(1, inner.DisposablesCount);
    }

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private SceneImage Grey(string name, byte value, int label)
    {
        string path = Path.Combine(folder, $"{name}.png");
        File.WriteAllBytes(path, ImageFile.EncodePng(new RgbImage(4, 4, [.. Enumerable.Repeat(value, 48)])));
        return new SceneImage(path, name, label, SceneSplit.Train, ContentHash.OfFile(path));
    }
}
