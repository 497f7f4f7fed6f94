using System.Globalization;
using Scenes.Backbones;
using Scenes.Imaging;
using Scenes.Runner.Pretraining.Pictures;
using Scenes.Runtime;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Runner.Pretraining;

/// <summary>Makes the weights of a miniature network from procedural pictures alone.</summary>
internal static class MiniaturePretraining
{
    /// <summary>Draws the pictures, trains, and writes the features' weights as fp16.</summary>
    /// <param name="recipe">What to train and how.</param>
    /// <param name="path">The safetensors file.</param>
    /// <param name="seed">Seed of pictures, first weights, order and augmentation.</param>
    /// <param name="checkpoint">Where finished epochs are kept, so that a stopped run continues.</param>
    /// <param name="cancellation">Ends the run without writing.</param>
    /// <returns>The best epoch's accuracy on the pictures set aside.</returns>
    public static double Run(MiniatureRecipe recipe, string path, long seed, string checkpoint, CancellationToken cancellation)
    {
        Preprocessing preprocessing = Miniature.Preprocessing with { ImageSize = Miniature.PretrainingSize, ResizeTo = Miniature.PretrainingSize };
        TrainingSet train = PretrainingPictures.Draw(seed, "train", recipe.PerKind, preprocessing.ImageSize);
        TrainingSet validation = PretrainingPictures.Draw(seed, "validation", recipe.ValidationPerKind, preprocessing.ImageSize);
        using Backbone network = Backbone.Create(recipe.Network, 0, Miniature.WidthFactor(recipe.Network), Seeds.Derive(seed, "first weights"));
        manual_seed(Seeds.Derive(seed, "linear layer"));
        using var classifier = new PictureClassifier(network, PictureKinds.All.Length);
        TrainingResult result = Trainer.Fit(
            classifier,
            PretrainingPictures.Prepared(train, preprocessing, MiniatureRecipe.Augmentation),
            PretrainingPictures.Prepared(validation, preprocessing, Augmentation.None),
            recipe.Options with { Seed = seed },
            new TrainingRun(recipe.Network) { CheckpointPath = checkpoint, Progress = new ProgressLine() },
            cancellation);
        cancellation.ThrowIfCancellationRequested();
        double accuracy = result.History.Epochs.Max(epoch => epoch.ValidationAccuracy);
        Write(network, path, recipe, seed, accuracy);
        return accuracy;
    }

    private static void Write(Backbone network, string path, MiniatureRecipe recipe, long seed, double accuracy)
    {
        using var scope = NewDisposeScope();
        var weights = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.is_floating_point() ? pair.Value.to(ScalarType.Float16) : pair.Value);
        SafetensorsFile.Write(path, weights, new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["network"] = network.Spec.Name,
            ["width_factor"] = network.WidthFactor.ToString(CultureInfo.InvariantCulture),
            ["data"] = $"{PictureKinds.All.Length} kinds of procedural pictures, {recipe.PerKind} each, {Miniature.PretrainingSize} pixels",
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["accuracy"] = accuracy.ToString("0.000", CultureInfo.InvariantCulture),
        });
    }
}
