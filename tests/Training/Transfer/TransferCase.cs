using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Training;

namespace Scenes.Tests.Training;

/// <summary>A narrow network with random weights in a file, and a few drawn photographs of two classes that differ in colour.</summary>
internal sealed class TransferCase : IDisposable
{
    public const double Width = 0.125;

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    public TransferCase()
    {
        Dataset = SceneDataset.Open(WritePhotographs(), new SplitOptions(0.25));
        Cache = new FeatureCache(Path.Combine(folder, "cache"));
    }

    public SceneDataset Dataset { get; }

    public FeatureCache Cache { get; }

    public TransferOptions Options => new() { Cache = Cache, Seed = 1 };

    public string Checkpoint => Path.Combine(folder, "checkpoint.safetensors");

    /// <summary>A network whose file lacks some keys, which its record names.</summary>
    public Pretrained Network(string name, params string[] missing)
    {
        string path = Path.Combine(folder, $"{name}.safetensors");
        using Backbone network = Backbone.Create(name, widthFactor: Width, seed: 3);
        SafetensorsFile.Write(path, network.state_dict().Where(pair => !missing.Contains(pair.Key)).ToDictionary());
        BackboneSpec spec = BackboneCatalogue.Find(name);
        Preprocessing small = spec.Preprocessing with { ImageSize = Math.Max(spec.MinimumSize, 64), ResizeTo = Math.Max(spec.MinimumSize, 64) };
        return new Pretrained(spec, path, small, Width) { LeaveOut = [.. spec.ClassifierKeys, .. missing] };
    }

    /// <summary>A recipe at the smallest size, for a few epochs in fp32 unless the machine is faster otherwise.</summary>
    public static Recipe Small(Recipe recipe, int epochs = 2) => recipe with
    {
        ImageSize = recipe.ImageSize is null ? null : 75,
        Training = recipe.Training is null ? null : recipe.Training with { Epochs = epochs, BatchSize = 8 },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string WritePhotographs()
    {
        string data = Path.Combine(folder, "data");
        foreach (string split in (string[])["train", "test"])
            foreach (var (name, warm) in new[] { ("cold", false), ("warm", true) })
            {
                string target = Directory.CreateDirectory(Path.Combine(data, split, name)).FullName;
                for (int i = 0; i < (split == "train" ? 16 : 5); i++)
                    File.WriteAllBytes(Path.Combine(target, $"{i}.png"), ImageFile.EncodePng(Picture(warm, split == "train" ? i : 16 + i)));
            }
        return data;
    }

    /// <summary>Red or blue, darker towards a side that depends on the number, so that a mirror image differs.</summary>
    private static RgbImage Picture(bool warm, int number)
    {
        var image = new RgbImage(40, 40);
        for (int i = 0; i < 1600; i++)
        {
            byte bright = (byte)(90 + (2 * number) + (3 * (i % 40))), dark = (byte)(20 + (i / 40));
            (image.Pixels[3 * i], image.Pixels[(3 * i) + 2]) = warm ? (bright, dark) : (dark, bright);
        }
        return image;
    }
}
