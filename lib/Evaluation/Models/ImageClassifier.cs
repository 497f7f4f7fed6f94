using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Runtime;
using Scenes.Training;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Evaluation;

/// <summary>A trained model that names photographs: calibrated probabilities, and a mark where it is unsure. It can be saved and loaded.</summary>
/// <remarks>
/// Saved are the head, the stages that learnt and a <see cref="ModelCard"/>; the pretrained weights are named by their hash and must be there
/// when the model is loaded. On the machine that saved it a loaded model gives the same probabilities bit for bit.
/// </remarks>
public sealed class ImageClassifier : IDisposable
{
    private readonly ClassifierNetwork network;
    private readonly Dictionary<string, Tensor> head; // fp32, on the CPU, as it is saved

    private ImageClassifier(ModelCard card, ClassifierNetwork network, Dictionary<string, Tensor> head) => (Card, this.network, this.head) = (card, network, head);

    /// <summary>Everything that the model's numbers depend on, and how good they are.</summary>
    public ModelCard Card { get; private set; }

    /// <summary>Number format in which the pretrained network computes here.</summary>
    public Precision Precision => network.Frozen.Precision;

    /// <summary>Makes a classifier of a trained model: temperature and threshold are chosen on validation, then the numbers are measured.</summary>
    /// <param name="model">The model; copied, so it may be disposed.</param>
    /// <param name="dataset">The images it was trained on.</param>
    /// <param name="seed">The seed it was trained with.</param>
    /// <param name="averageFlips">
    /// Whether probabilities are averaged over each image and its mirror image: twice the time, a little more accuracy. The recipe must have both views.
    /// </param>
    /// <param name="evaluateTest">Whether the set's test images, where it has any, are evaluated. Do this once, at the end.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">The recipe has not both views, or the model is not of this set.</exception>
    public static ImageClassifier From(
        TransferModel model, SceneDataset dataset, long seed = 0, bool averageFlips = false, bool evaluateTest = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        if (averageFlips && !model.Recipe.BothViews)
            throw new ArgumentException($"Recipe '{model.Recipe.Name}' knows no mirror images, so they cannot be averaged; allowed: false.", nameof(averageFlips));
        IReadOnlyList<SceneImage> test = evaluateTest ? dataset.Test : [];
        ModelCard card = ClassifierCard.Begin(model, dataset, test, seed, averageFlips);
        var classifier = Build(card, model.Pretrained, PrecisionProbe.Current.Fastest, ClassifierCard.StateOf(model.Network));
        try
        {
            Predictions raw = classifier.Evaluate(model, dataset.Validation, cancellation);
            TemperatureScaling scaling = TemperatureScaling.Fit(ValidationPredictions.Of(raw));
            Predictions validation = scaling.Apply(raw);
            Predictions? tested = test.Count == 0 ? null : scaling.Apply(classifier.Evaluate(model, test, cancellation));
            var unsure = UnsureThreshold.Choose(ValidationPredictions.Of(validation));
            classifier.Card = card with
            {
                Temperature = scaling.Temperature,
                Unsure = unsure,
                Metrics = [.. ClassifierCard.Measure(validation, unsure), .. tested is null ? [] : ClassifierCard.Measure(tested, unsure)],
            };
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>Opens a saved model. Nothing in its folder is run: it is a card in JSON and a file of numbers.</summary>
    /// <param name="folder">A folder that <see cref="Save"/> wrote.</param>
    /// <param name="weights">
    /// Where the pretrained weights are: a safetensors file, or a folder of <c>&lt;network&gt;.safetensors</c>; null for
    /// <see cref="Folders.Weights"/> and the miniatures that come with the library.
    /// </param>
    /// <param name="precision">Number format of the pretrained network; null for the one it was saved with, where that is of this kind of device and no slower here than fp32.</param>
    /// <exception cref="FileNotFoundException">There is no model, or no weights.</exception>
    /// <exception cref="InvalidDataException">
    /// The model is damaged, or was trained with another version of the extraction, or the weights are not those that it names.
    /// </exception>
    public static ImageClassifier Load(string folder, string? weights = null, Precision? precision = null)
    {
        ModelCard card = ModelCard.Read(folder);
        string path = ModelFolder.HeadPath(folder, card);
        Dictionary<string, Tensor> head = ClassifierCard.ReadState(path, card);
        try
        {
            ClassifierCard.CheckOutputs(card, head, path);
            Pretrained pretrained = ClassifierCard.FindWeights(card, weights);
            return Build(card, pretrained, precision ?? PrecisionFor(card.Backbone, DeviceName, PrecisionProbe.Current), head, path);
        }
        catch
        {
            foreach (Tensor tensor in head.Values) tensor.Dispose();
            throw;
        }
    }

    /// <summary>Writes the model. The folder appears when it is complete; a model that is there already is replaced in one step.</summary>
    /// <param name="folder">A new or empty folder, or that of a saved model.</param>
    /// <exception cref="IOException">The folder holds something else, or cannot be written; what was there is untouched.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Card = ModelFolder.Write(folder, Card, head);
    }

    /// <summary>Says before a long training whether <see cref="Save"/> will take a folder.</summary>
    /// <param name="folder">A new or empty folder, or that of a saved model.</param>
    /// <exception cref="IOException">The folder holds something else.</exception>
    public static void CheckFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ModelFolder.CheckTarget(folder);
    }

    /// <summary>Names the class of each file, in order. The next files are decoded while these are computed; memory does not grow with their number.</summary>
    /// <param name="paths">Files of any kind. One that cannot be read gives an answer with an error and stops nothing.</param>
    /// <param name="limits">What a file may ask of memory; by default <see cref="ImageLimits.Default"/>.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>One answer for each file.</returns>
    public IEnumerable<ImageAnswer> Predict(IReadOnlyList<string> paths, ImageLimits? limits = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (LoadedBatch batch in ImageBatch.StreamReadable(paths, Card.Preprocessing, network.Frozen.BatchSize, limits, cancellation: cancellation))
        {
            ImageAnswer[] answers;
            using (batch) answers = Answer(batch);
            foreach (ImageAnswer answer in answers) yield return answer;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        network.Dispose();
        foreach (Tensor tensor in head.Values) tensor.Dispose();
    }

    /// <summary>The part that did not learn; what its speed is, a prediction's should be.</summary>
    internal FrozenNetwork Frozen => network.Frozen;

    internal static string DeviceName => Device.Current.IsCuda ? "cuda" : "cpu";

    /// <summary>The format of the card, so that answers stay the same to the bit; another where this machine has it not, or only slowly.</summary>
    internal static Precision PrecisionFor(ModelCardBackbone saved, string device, PrecisionProbe probe)
    {
        if (saved.Device != device) return probe.Fastest;
        Precision stored = Precisions.Parse(saved.Precision);
        return stored != Precision.Float32 && probe.Ratio < 1 ? Precision.Float32 : stored;
    }

    private static ImageClassifier Build(ModelCard card, Pretrained pretrained, Precision precision, Dictionary<string, Tensor> head, string source = "the model")
    {
        var network = new ClassifierNetwork(card, pretrained, precision, layers => ClassifierCard.Fill(layers, head, source));
        return new ImageClassifier(card, network, head);
    }

    private Predictions Evaluate(TransferModel model, IReadOnlyList<SceneImage> images, CancellationToken cancellation)
    {
        using FeatureViews inputs = model.Inputs(images, cancellation);
        using Tensor logs = network.LogProbabilities(inputs, cancellation); // N x K
        return Predictor.Make(Card.Name, logs, images, Card.Classes);
    }

    private ImageAnswer[] Answer(LoadedBatch batch)
    {
        float[] logs;
        using (Tensor output = network.LogProbabilities(batch.Images)) logs = output.data<float>().ToArray(); // B x K
        int classes = Card.Classes.Count;
        var answers = new ImageAnswer[batch.Paths.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            double[] probabilities = TemperatureScaling.Probabilities(logs.AsSpan(i * classes, classes), Card.Temperature);
            string? error = batch.Errors[i] ?? (Array.TrueForAll(probabilities, double.IsFinite) ? null : $"{batch.Paths[i]}: the network's output is not finite.");
            bool unsure = error is not null || Card.Unsure.IsUnsure(probabilities.Max());
            answers[i] = new ImageAnswer(batch.Paths[i], Card.Classes, error is null ? probabilities : null, unsure, error);
        }
        return answers;
    }
}
