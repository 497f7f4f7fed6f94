using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Tests.Evaluation;
using Scenes.Training;

namespace Scenes.Tests.Faults;

/// <summary>Damaged images give pixels, or an error that names the file, wherever they come in.</summary>
[Collection(FaultsAlone.Name)]
public sealed class DamagedImagesTests(DamagedFolder folder, ITestOutputHelper output) : IClassFixture<DamagedFolder>
{
    /// <summary>A file may say that it has as many pixels as this; a header of 30,000 x 30,000 says 900 million.</summary>
    private static readonly ImageLimits Limits = new(MaxPixels: 4_000_000);

    /// <summary>Several buffers of 4 million pixels at once, and what a decoder takes beside them.</summary>
    private const long MemoryAllowed = 400L << 20;

    [Fact]
    public void Decode_EachDamagedImage_GivesPixelsOrNamesTheFile()
    {
        (int read, int refused) = (0, 0);
        foreach (string path in MemoryWatch.Watch(folder.Files, MemoryAllowed))
        {
            if (Refusal(path) is null) read++;
            else refused++;
        }
        output.WriteLine($"{folder.Files.Count} damaged images: {read} gave pixels, {refused} were refused.");
        Assert.Equal(folder.Files.Count, read + refused);
        Assert.True(read > folder.Files.Count / 20 && refused > folder.Files.Count / 2, $"{read} read, {refused} refused: the damage is not of all kinds");
    }

    [Fact]
    public void Audit_SetWithDamagedImages_ListsExactlyThoseThatTheDecoderRefuses()
    {
        SceneDataset set = SceneDataset.Open(folder.Root, new SplitOptions(0.2));
        AuditReport report = DatasetAudit.Run(set, new AuditOptions { Limits = Limits });
        string[] refused = [.. folder.Files.Where(path => Refusal(path) is not null).Order(StringComparer.Ordinal)];
        Assert.Equal(refused, report.Unreadable.Select(entry => entry.Image.Path).Order(StringComparer.Ordinal));
        Assert.All(report.Unreadable, entry => Assert.NotEmpty(entry.Reason));
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
        var errors = new List<string>();
        int answered = 0;
        foreach (ImageAnswer answer in MemoryWatch.Watch(made.Classifier.Predict(folder.Files, Limits), MemoryAllowed))
        {
            answered++;
            if (answer.Error is null) continue;
            errors.Add(answer.Path);
            Assert.Contains(answer.Path, answer.Error, StringComparison.Ordinal);
        }
        Assert.Equal(folder.Files.Count, answered);
        Assert.Equal(folder.Files.Where(path => Refusal(path) is not null), errors);
    }

    /// <summary>Null where the file gives pixels of the size it says; anything but the one error that names the file fails the test.</summary>
    private static string? Refusal(string path)
    {
        try
        {
            RgbImage image = ImageFile.Decode(path, Limits);
            Assert.Equal(3 * image.Width * image.Height, image.Pixels.Length);
            return null;
        }
        catch (ImageFormatException error)
        {
            Assert.Equal(path, error.FilePath);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            return error.Message;
        }
    }
}
