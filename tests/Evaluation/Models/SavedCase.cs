using Scenes.Backbones;
using Scenes.Evaluation;
using Scenes.Tests.Training;
using Scenes.Training;

namespace Scenes.Tests.Evaluation;

/// <summary>A classifier of a few drawn photographs on a narrow network, and a folder to save it in.</summary>
internal sealed class SavedCase : IDisposable
{
    private readonly TransferCase transfer = new();

    public SavedCase(Recipe? recipe = null, string network = "mobilenet_v2", bool averageFlips = false, bool evaluateTest = true)
    {
        Pretrained = transfer.Network(network);
        Model = TransferTrainer.Fit(Pretrained, TransferCase.Small(recipe ?? Recipe.Modern), transfer.Dataset, transfer.Options);
        Classifier = ImageClassifier.From(Model, transfer.Dataset, averageFlips: averageFlips, evaluateTest: evaluateTest);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("scenes-model-").FullName;

    public string Saved => Path.Combine(Folder, "model");

    public Pretrained Pretrained { get; }

    public TransferModel Model { get; }

    public ImageClassifier Classifier { get; }

    public Scenes.Data.SceneDataset Dataset => transfer.Dataset;

    public string[] Photographs => [.. transfer.Dataset.Images.Select(image => image.Path)];

    public ImageClassifier Load() => ImageClassifier.Load(Saved, Pretrained.WeightsPath);

    public void Dispose()
    {
        Classifier.Dispose();
        Model.Dispose();
        transfer.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
