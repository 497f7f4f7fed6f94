using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Tests.Evaluation;
using Scenes.Tests.Training;
using Scenes.Training;

namespace Scenes.Tests.Faults;

/// <summary>Damaged images give pixels, or an error that names the file, wherever they come in.</summary>
[Collection(FaultsAlone.Name)]
public sealed class DamagedImagesTests(DamagedFolder folder, FaultTable table) : IClassFixture<DamagedFolder>
{
    /// <summary>A file may say that it has as many pixels as this; a header of 30,000 x 30,000 says 900 million.</summary>
    private static readonly ImageLimits Limits = new(MaxPixels: 4_000_000);

    /// <summary>Several buffers of 4 million pixels at once, and what a decoder takes beside them.</summary>
    private const long MemoryAllowed = 400L << 20;

    [Fact]
    public void Decode_EachDamagedImage_GivesPixelsOrNamesTheFile()
    {
        FaultRow row = table.Row("damaged image: decoding");
        foreach (string path in MemoryWatch.Watch(folder.Files, MemoryAllowed)) Count(row, () => Refusal(path));
        Assert.Equal((folder.Files.Count, 0), (row.Tried, row.Lost));
        Assert.True(row.Unharmed > row.Tried / 20 && row.Refused > row.Tried / 2, $"{row.Unharmed} read, {row.Refused} refused: the damage is not of all kinds");
    }

    [Fact]
    public void Audit_SetWithDamagedImages_ListsExactlyThoseThatTheDecoderRefuses()
    {
        SceneDataset set = SceneDataset.Open(folder.Root, new SplitOptions(0.2));
        FaultRow row = table.Row("damaged image: audit");
        row.Tried += folder.Files.Count;
        AuditReport report = MemoryWatch.During(MemoryAllowed, () => DatasetAudit.Run(set, new AuditOptions { Limits = Limits }));
        string[] refused = [.. folder.Files.Where(path => Refusal(path) is not null).Order(StringComparer.Ordinal)];
        Assert.Equal(refused, report.Unreadable.Select(entry => entry.Image.Path).Order(StringComparer.Ordinal));
        Assert.All(report.Unreadable, entry => Assert.NotEmpty(entry.Reason));
        row.Refused += refused.Length;
        row.Unharmed += folder.Files.Count - refused.Length;
    }

    [Fact]
    public void TrainingSet_EachDamagedImage_GivesPixelsOrNamesTheFile()
    {
        SceneDataset set = SceneDataset.Open(folder.Root, new SplitOptions(0.2));
        SceneImage[] damaged = [.. set.Images.Where(image => folder.Files.Contains(image.Path))];
        Preprocessing small = Preprocessing.UnitRange(8);
        FaultRow row = table.Row("damaged image: training");
        foreach (SceneImage image in MemoryWatch.Watch(damaged, MemoryAllowed))
            Count(row, () => Refusal(image.Path, () => Assert.Equal(1, TrainingSet.OfImages([image], small).Count)));
        Assert.Equal((folder.Files.Count, 0), (row.Tried, row.Lost));
    }

    /// <summary>The whole way that <c>scenes train</c> takes, with one damaged image of each kind of damage among whole ones.</summary>
    [Fact]
    public void TransferTrainer_DamagedImage_IsNamedAndNothingRemains()
    {
        using var made = new TransferCase();
        string target = Path.Combine(made.Dataset.Root, "train", "cold");
        Pretrained network = made.Network("mobilenet_v2");
        void Fit() => TransferTrainer.Fit(network, TransferCase.Small(Recipe.Modern), SceneDataset.Open(made.Dataset.Root, new SplitOptions(0.25)), made.Options).Dispose();
        string[] worst = [.. folder.Files.Where(path => Refusal(path) is not null).GroupBy(DamageOf).Select(kind => kind.First())];
        FaultRow row = table.Row("damaged image: training of a network");
        foreach (string path in worst)
        {
            string copy = Path.Combine(target, Path.GetFileName(path));
            File.Copy(path, copy);
            Count(row, () => Refusal(copy, Fit));
            File.Delete(copy);
        }
        Assert.Equal((worst.Length, worst.Length), (row.Tried, row.Refused));
        foreach (string path in folder.Files.Where(path => Refusal(path) is null)) File.Copy(path, Path.Combine(target, Path.GetFileName(path)));
        MemoryWatch.During(MemoryAllowed, Fit);
    }

    [Fact]
    public void TrainingSet_OfDamagedImages_NamesTheFirstThatCannotBeRead()
    {
        SceneImage[] images = [.. SceneDataset.Open(folder.Root, new SplitOptions(0.2)).Images];
        Preprocessing small = Preprocessing.UnitRange(8);
        SceneImage first = Array.Find(images, image => Refusal(image.Path) is not null)!;
        var error = Assert.Throws<ImageFormatException>(() => TrainingSet.OfImages(images, small));
        Assert.Equal(first.Path, error.FilePath);
        Assert.Contains(first.Path, error.Message, StringComparison.Ordinal);
        SceneImage[] readable = [.. images.Where(image => Refusal(image.Path) is null)];
        Assert.Equal(readable.Length, TrainingSet.OfImages(readable, small).Count);
    }

    [Fact]
    public void Predict_DamagedImages_AnswersEachAndRefusesTheSame()
    {
        using var made = new SavedCase(evaluateTest: false);
        FaultRow row = table.Row("damaged image: predict");
        var errors = new List<string>();
        foreach (ImageAnswer answer in MemoryWatch.Watch(made.Classifier.Predict(folder.Files, Limits), MemoryAllowed))
        {
            Count(row, () => answer.Error);
            if (answer.Error is null) continue;
            errors.Add(answer.Path);
            Assert.Contains(answer.Path, answer.Error, StringComparison.Ordinal);
        }
        Assert.Equal(folder.Files.Count, row.Tried);
        Assert.Equal(folder.Files.Where(path => Refusal(path) is not null), errors);
    }

    /// <summary>Null where the file gives pixels of the size it says.</summary>
    private static string? Refusal(string path) => Refusal(path, () =>
    {
        RgbImage image = ImageFile.Decode(path, Limits);
        Assert.Equal(3 * image.Width * image.Height, image.Pixels.Length);
    });

    /// <summary>Null where an action on a file goes well; anything but the one error that names the file fails the test.</summary>
    private static string? Refusal(string path, Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (ImageFormatException error)
        {
            Assert.Equal(path, error.FilePath);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            return error.Message;
        }
    }

    private static void Count(FaultRow row, Func<string?> refusal)
    {
        row.Tried++;
        if (refusal() is null) row.Unharmed++;
        else row.Refused++;
    }

    /// <summary>The kind of damage in a file's name, such as "cut" in 0007-cut.png.</summary>
    private static string DamageOf(string path) => Path.GetFileNameWithoutExtension(path).Split('-')[1];
}
