using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Training;

namespace Scenes.Tests.Reporting;

/// <summary>Small inputs for figures, with one file name that tries to be markup.</summary>
internal static class Sample
{
    public const string EvilName = "<img src=x onerror=alert(1)>.jpg";

    public static TrainingHistory History { get; } = new("Plain CNN", [new(1, 1.8, 0.2, 1.7, 0.25, 0.1, 3), new(2, double.NaN, 0.5, 1.2, 0.6, 0.1, 3)], 2);

    /// <summary>Labels 0, 0, 1, 1; the second is predicted wrong with probability 0.9, the fourth right with 0.6.</summary>
    public static Predictions Predictions(IReadOnlyList<string>? files = null, IReadOnlyList<string>? classes = null, string model = "VGG16") => new(
        model, SceneSplit.Test, classes ?? ["forest", "sea"], files ?? ["a.jpg", "b.jpg", "c.jpg", "d.jpg"], [0, 0, 1, 1],
        new[,] { { 0.8, 0.2 }, { 0.1, 0.9 }, { 0.3, 0.7 }, { 0.4, 0.6 } });

    /// <summary>A set of two classes with eight training, two validation and two test images each; one is called <see cref="EvilName"/>.</summary>
    public static SceneDataset Dataset(string folder)
    {
        foreach (string split in new[] { "train", "val", "test" })
            foreach (var (name, label) in new[] { ("forest", 0), ("sea", 1) })
                for (int i = 0; i < (split == "train" ? 8 : 2); i++)
                {
                    bool evil = split == "train" && label == 1 && i == 0 && !OperatingSystem.IsWindows();
                    Write(Path.Combine(folder, split, name, evil ? EvilName : $"{i}.jpg"), (byte)(40 * label + 3 * i + split.Length));
                }
        return SceneDataset.Open(folder);
    }

    private static void Write(string path, byte shade)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var image = new RgbImage(200, 100);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(shade + i / 600);
        File.WriteAllBytes(path, ImageFile.EncodeJpeg(image));
    }
}
