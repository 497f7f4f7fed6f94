using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Runner.Bench;

/// <summary>
/// What a head with a kernel brings over a linear one on the same frozen features, the means of both views: every training image is predicted by a head that did not
/// see it, in five folds. L2 is chosen once, on validation; the test images are not touched.
/// </summary>
/// <param name="dataset">The images with their split.</param>
/// <param name="seed">Seed of the folds.</param>
/// <param name="cache">Where features are kept; the user's cache where null.</param>
internal sealed class HeadBench(SceneDataset dataset, long seed, FeatureCache? cache = null)
{
    private const int Folds = 5;

    /// <summary>One row of the table.</summary>
    /// <param name="Features">The network, or the networks, that they are of.</param>
    /// <param name="Linear">What linear heads said of the training images out of fold.</param>
    /// <param name="Kernel">What heads with a kernel said.</param>
    /// <param name="LinearL2">Chosen on validation.</param>
    /// <param name="KernelL2">Chosen on validation.</param>
    internal sealed record Row(string Features, Predictions Linear, Predictions Kernel, double LinearL2, double KernelL2);

    private delegate HeadSearchResult Search(TrainingSet train, TrainingSet validation, IReadOnlyList<double>? l2);

    /// <summary>Measures each network, and all of them side by side where there are several.</summary>
    /// <param name="networks">Networks with their weights.</param>
    /// <param name="cancellation">Stops between batches and fits.</param>
    public IEnumerable<Row> Measure(IReadOnlyList<Pretrained> networks, CancellationToken cancellation)
    {
        var trains = new List<TrainingSet>();
        var validations = new List<TrainingSet>();
        var opened = new List<IDisposable>();
        try
        {
            foreach (Pretrained network in networks)
            {
                var options = new TransferOptions { Cache = cache, Extraction = new ExtractionLine(network.Spec.Name) };
                TransferModel model = TransferTrainer.Fit(network, Recipe.FrozenFor(network.Spec), dataset, options, cancellation);
                opened.Add(model);
                FeatureViews train = model.Inputs(dataset.Train, cancellation), validation = model.Inputs(dataset.Validation, cancellation);
                opened.AddRange([train, validation]);
                trains.Add(train.Mean());
                validations.Add(validation.Mean());
                yield return Measure(network.Spec.Name, trains[^1], validations[^1], cancellation);
            }
            if (networks.Count > 1)
                yield return Measure(string.Join(", ", networks.Select(network => network.Spec.Name)), TrainingSet.SideBySide(trains), TrainingSet.SideBySide(validations), cancellation);
        }
        finally
        {
            foreach (IDisposable one in opened) one.Dispose();
        }
    }

    private Row Measure(string name, TrainingSet train, TrainingSet validation, CancellationToken cancellation)
    {
        using var generator = new torch.Generator(0); // nothing is drawn
        using torch.Tensor features = train.Inputs([.. Enumerable.Range(0, train.Count).Select(row => (long)row)], generator); // N x D
        (Predictions linear, double linearL2) = OutOfFolds((known, judged, l2) => HeadSearch.Linear(known, judged, dataset.ClassCount, l2, cancellation));
        (Predictions kernel, double kernelL2) = OutOfFolds((known, judged, l2) => HeadSearch.Radial(known, judged, dataset.ClassCount, l2, cancellation: cancellation));
        return new Row(name, linear, kernel, linearL2, kernelL2);

        (Predictions Said, double L2) OutOfFolds(Search search)
        {
            double l2;
            using (HeadSearchResult chosen = search(train, validation, null)) l2 = chosen.Chosen.L2;
            return (OutOfFold.Predict(name, dataset.ClassNames, dataset.Train, Folds, seed, (known, held) =>
            {
                using var scope = torch.NewDisposeScope();
                using HeadSearchResult head = search(Take(known), validation, [l2]);
                return Predictor.Probabilities(Inference.LogProbabilities(head.Network, Take(held)));
            }).Predictions, l2);
        }

        TrainingSet Take(int[] rows) => TrainingSet.InMemory(
            features.index_select(0, torch.tensor(rows.Select(row => (long)row).ToArray())), [.. rows.Select(row => train.Labels[row])]);
    }
}
