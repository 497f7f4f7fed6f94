using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Runner.Bench;

/// <summary>
/// What features of earlier stages and of the centre add to a frozen network: every training image is predicted by a linear head that did not
/// see it, in five folds. L2 is chosen on validation; the test images are not touched.
/// </summary>
/// <param name="dataset">The images with their split.</param>
/// <param name="cache">Where features are kept; the user's cache where null.</param>
internal sealed class DepthBench(SceneDataset dataset, FeatureCache? cache = null)
{
    private const int Folds = 5;

    /// <summary>One row of the table.</summary>
    /// <param name="Network">Name of the network.</param>
    /// <param name="Cut">The stages whose means are the features.</param>
    /// <param name="Size">Width and height of the inputs in pixels.</param>
    /// <param name="View">How the network looked at the images.</param>
    /// <param name="L2">Chosen on validation.</param>
    /// <param name="Said">What was said of the training images out of fold.</param>
    internal sealed record Row(string Network, string Cut, int Size, FeatureView View, double L2, Predictions Said);

    /// <summary>Measures one network, plain views: all depths, and the last one alone.</summary>
    /// <param name="network">The network with its weights.</param>
    /// <param name="centre">Whether features of whole and centre are averaged.</param>
    /// <param name="size">Width and height of the inputs in pixels; null for those of the recipe.</param>
    /// <param name="cancellation">Stops between batches and fits.</param>
    public IReadOnlyList<Row> Measure(Pretrained network, bool centre, int? size, CancellationToken cancellation)
    {
        string name = network.Spec.Name;
        Recipe recipe = Recipe.FrozenFor(network.Spec) with { BothViews = false, Centre = centre, ImageSize = size };
        if (centre || size is not null) recipe = recipe with { MapsAt = null }; // no run has such maps, or will want them
        int pixels = recipe.PreprocessingOf(network).ImageSize;
        using TransferModel model = TransferTrainer.Fit(network, recipe, dataset, new TransferOptions { Cache = cache, Extraction = new ExtractionLine(name) }, cancellation);
        using FeatureViews train = model.Inputs(dataset.Train, cancellation), validation = model.Inputs(dataset.Validation, cancellation);
        IReadOnlyList<string> parts = Cuts.Parts(model.Cut);
        Row all = Measure(name, model.Cut, pixels, recipe.Views[0], train.Of(), validation.Of(), cancellation);
        if (parts.Count == 1) return [all];
        using Backbone loaded = network.Load();
        Range last = ^loaded.FeatureWidth..;
        return [Measure(name, parts[^1], pixels, recipe.Views[0], train.Of().Columns(last), validation.Of().Columns(last), cancellation), all];
    }

    private Row Measure(string network, string cut, int pixels, FeatureView view, TrainingSet train, TrainingSet validation, CancellationToken cancellation)
    {
        using HeadSearchResult search = HeadSearch.Linear(train, validation, dataset.ClassCount, cancellation: cancellation);
        using var generator = new torch.Generator(0); // nothing is drawn
        using torch.Tensor features = train.Inputs([.. Enumerable.Range(0, train.Count).Select(row => (long)row)], generator); // N x D
        ValidationPredictions said = OutOfFold.OfLinearHead(
            $"{network} {cut}", features, search.Chosen.L2, dataset.Train, dataset.ClassNames, Folds, seed: 0, cancellation);
        return new Row(network, cut, pixels, view, search.Chosen.L2, said.Predictions);
    }
}
