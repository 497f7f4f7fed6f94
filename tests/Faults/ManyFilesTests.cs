using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Tests.Evaluation;
using Scenes.Tests.Imaging;

namespace Scenes.Tests.Faults;

/// <summary>A folder of 10,000 images: indexed, audited and predicted without memory that grows with their number.</summary>
[Collection(FaultsAlone.Name)]
public sealed class ManyFilesTests : IDisposable
{
    private const int Count = 10_000, Side = 6;
    private const long MemoryAllowed = 200L << 20;

    private readonly string root = Directory.CreateTempSubdirectory("scenes-many-").FullName;

    public ManyFilesTests()
    {
        var random = new Random(4);
        byte[] pixels = new byte[3 * Side * Side];
        for (int i = 0; i < Count; i++)
        {
            string folder = Path.Combine(root, i % 2 == 0 ? "a" : "b");
            if (i < 2) Directory.CreateDirectory(folder);
            random.NextBytes(pixels);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.bmp"), ImageWriter.Bmp(Side, Side, pixels, topDown: true));
        }
    }

    [Fact]
    public void Folder_TenThousandImages_IsIndexedAuditedAndPredicted()
    {
        SceneDataset set = SceneDataset.Open(root);
        Assert.Equal(Count, set.Train.Count + set.Validation.Count);
        AuditReport report = MemoryWatch.During(MemoryAllowed, () => DatasetAudit.Run(set));
        Assert.Equal((Count, 0, 0), (report.ImageCount, report.Unreadable.Count, report.Identical.Count));
        using var made = new SavedCase(evaluateTest: false);
        IReadOnlyList<string> paths = ImagePaths.Find([root]);
        _ = made.Classifier.Predict(paths.Take(320).ToList()).Count(); // what is taken once is taken
        (int rows, int errors) = AnswerFile.WriteCsv(TextWriter.Null, made.Classifier.Card.Classes, MemoryWatch.Watch(made.Classifier.Predict(paths), MemoryAllowed, every: 1000));
        Assert.Equal((Count, 0), (rows, errors));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
