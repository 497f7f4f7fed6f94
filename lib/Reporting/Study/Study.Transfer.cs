using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>Pretrained networks.</summary>
public sealed partial class Study
{
    /// <summary>
    /// A network with its trained weights: ImageNet's for photographs, the miniature's for the built-in sample. Where the weights are missing
    /// the notebook ends here and the others go on.
    /// </summary>
    /// <param name="network">Name of the network, such as <c>resnet50</c>.</param>
    /// <param name="mayLack">Keys that start fresh where the file has them not; see <see cref="Backbones.Pretrained.AllowMissing"/>.</param>
    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    /// <exception cref="StudySkippedException">The weights are not there; says which command gets them.</exception>
    public Pretrained Pretrained(string network, params IReadOnlyList<string> mayLack)
    {
        Pretrained found = IsSample ? Miniature.Find(network) : Backbones.Pretrained.ImageNet(network);
        if (!found.Exists) Skip(MissingWeights(found));
        Pretrained allowed = found.AllowMissing(mayLack);
        string[] fresh = [.. allowed.LeaveOut.Except(found.LeaveOut)];
        if (fresh.Length > 0) Console.WriteLine($"{found.WeightsPath} lacks {string.Join(", ", fresh)}; these layers start fresh wherever they are used.");
        return allowed;
    }

    /// <summary>Features of a pretrained network, computed on this study's images and cached for all.</summary>
    /// <param name="source">The frozen network, cut at a layer.</param>
    /// <param name="images">N images in order.</param>
    /// <returns>The features; the caller's to dispose.</returns>
    /// <exception cref="OperationCanceledException">Stopped; what is finished stays.</exception>
    public FeatureSet Extract(FeatureSource source, IReadOnlyList<SceneImage> images)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Extract(images, progress: new ExtractionLine(source.Network.Spec.Title), report: Console.WriteLine, cancellation: Cancellation);
    }

    /// <summary>Carries a pretrained network over to this study's classes and keeps its history and its row on the validation images.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="network">The network with its weights; see <see cref="Pretrained(string, IReadOnlyList{string})"/>.</param>
    /// <param name="recipe">How it is done.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="OperationCanceledException">Stopped; features that are finished stay in the cache, and the next call goes on from there and from the checkpoint.</exception>
    /// <exception cref="IOException">Results cannot be written.</exception>
    public TransferModel Transfer(string model, Pretrained network, Recipe recipe)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(recipe);
        string decisive = TransferTrainer.Identify(recipe, new FeatureSource(network) { Cut = recipe.CutOf(network.Spec) }.Key(Dataset.Train));
        var options = new TransferOptions { Seed = Seed, Run = Run(model, decisive), Extraction = new ExtractionLine(model), Report = Console.WriteLine };
        TransferModel transfer = TransferTrainer.Fit(network, recipe, Dataset, options, Cancellation);
        return RecordUnlessStopped(transfer, transfer.Training, () =>
        {
            if (transfer.History is { } history) Record(history);
            Store(Predict(transfer, Dataset.Validation), recipe.Name, transfer.ExtractionSeconds + transfer.FittingSeconds, judged: false);
        });
    }

    /// <summary>The article's networks carried over frozen as notebooks 03 to 05 do it, from the features that these have cached; nothing is recorded.</summary>
    /// <param name="others">Networks that come after them where there are photographs. Networks whose weights are missing are left out, see <see cref="LeaveOut"/>.</param>
    /// <returns>The models; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    /// <exception cref="StudySkippedException">There are weights for none.</exception>
    /// <exception cref="OperationCanceledException">Stopped before there was a model.</exception>
    public IReadOnlyList<TransferModel> Frozen(params IReadOnlyList<string> others) =>
        [.. Networks(others).Select(network => Refit(network.Spec.Title, network, Recipe.FrozenFor(network.Spec)))];

    /// <summary>Fits one head on the features of frozen networks and keeps its row on the validation images.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="parts">Networks that were carried over frozen (see <see cref="Refit"/>): two or more, or one for a Gaussian kernel.</param>
    /// <param name="radial">Whether the head has a Gaussian kernel; otherwise it is linear.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The parts do not go together.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <exception cref="IOException">Results cannot be written.</exception>
    public JointModel Join(string model, IReadOnlyList<TransferModel> parts, bool radial = false)
    {
        JointModel joint = JointModel.Fit(model, parts, Dataset, radial, Cancellation);
        try
        {
            Store(Predict(joint, Dataset.Validation), joint.Recipe, joint.Seconds, judged: false);
            return joint;
        }
        catch
        {
            joint.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="Transfer"/>, but nothing is recorded: for a look at a model of an earlier notebook, whose features are in the cache.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="network">The network with its weights.</param>
    /// <param name="recipe">How it was done.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="OperationCanceledException">Stopped before there was a model.</exception>
    public TransferModel Refit(string model, Pretrained network, Recipe recipe) => TransferTrainer.Fit(
        network, recipe, Dataset,
        new TransferOptions { Seed = Seed, Run = new TrainingRun(model), Extraction = new ExtractionLine(model), Report = Console.WriteLine }, Cancellation);

    /// <summary>What a network that was carried over says of some images, averaged over the views of its recipe.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Labelled images of one split.</param>
    public Predictions Predict(TransferModel model, IReadOnlyList<SceneImage> images) => Predictor.Predict(model, images, Dataset.ClassNames, Cancellation);

    /// <summary>What one head on the features of several networks says of some images.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Labelled images of one split.</param>
    public Predictions Predict(JointModel model, IReadOnlyList<SceneImage> images) => Predictor.Predict(model, images, Dataset.ClassNames, Cancellation);

    /// <summary>The article's networks and others whose weights are there; each may lack what files of its weights often lack.</summary>
    private IEnumerable<Pretrained> Networks(IReadOnlyList<string> others) => Present(
        [.. Miniature.Names.Select(name => IsSample ? Miniature.Find(name) : Backbones.Pretrained.ImageNet(name))],
        IsSample ? [] : [.. others.Select(name => Backbones.Pretrained.ImageNet(name))]).Select(network => network.AllowMissing(network.Spec.OftenMissing));

    /// <summary>The networks whose weights are there. The others are left out; without any of the first the notebook ends.</summary>
    internal IReadOnlyList<Pretrained> Present(IReadOnlyList<Pretrained> networks, IReadOnlyList<Pretrained> others)
    {
        if (!networks.Any(network => network.Exists)) Skip(string.Join(' ', networks.Select(MissingWeights)));
        foreach (Pretrained network in networks.Concat(others).Where(network => !network.Exists)) LeaveOut(MissingWeights(network));
        return [.. networks.Concat(others).Where(network => network.Exists)];
    }

    private static string MissingWeights(Pretrained network) =>
        $"{network.Spec.Title} was not run: there are no weights at {network.WeightsPath}. {WeightSource.Remedy(network.Spec.Name)}";
}
