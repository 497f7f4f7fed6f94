using Scenes.Imaging;

namespace Scenes.Tests.Faults;

/// <summary>A set of two classes: whole photographs, and every damaged image; with what the decoder says of each.</summary>
public sealed class DamagedFolder : IDisposable
{
    private const int WholeInEachClass = 20;

    public DamagedFolder()
    {
        foreach (string name in new[] { "a", "b" }) Directory.CreateDirectory(Path.Combine(Root, "train", name));
        for (int i = 0; i < 2 * WholeInEachClass; i++)
            File.WriteAllBytes(Path.Combine(Root, "train", i % 2 == 0 ? "a" : "b", $"whole{i}.jpg"), ImageFile.EncodeJpeg(Data.TestPictures.Blobs(i, 40, 30)));
        for (int i = 0; i < FaultCount.Images; i++)
        {
            DamagedImage image = DamagedImage.Make(i);
            string path = Path.Combine(Root, "train", i % 2 == 0 ? "a" : "b", image.Name);
            File.WriteAllBytes(path, image.Bytes);
            Files.Add(path);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("scenes-damaged-").FullName;

    /// <summary>The damaged files, in order of their numbers.</summary>
    public List<string> Files { get; } = [];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
