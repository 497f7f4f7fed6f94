using Scenes.Data;

namespace Scenes.Evaluation;

/// <summary>What one model said of one split: the only input of every metric, vote, test and figure.</summary>
public sealed class Predictions
{
    /// <summary>Checks and keeps the predictions of one model.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="split">The split the images come from.</param>
    /// <param name="classNames">K class names; a label is an index into them.</param>
    /// <param name="files">N image names, each once.</param>
    /// <param name="labels">N true class indices.</param>
    /// <param name="probabilities">N x K, each row at least 0 and summing to 1 within 1e-3.</param>
    /// <param name="predicted">
    /// N predicted class indices where a rule decides among equal probabilities, such as a vote with ties; each must have the highest
    /// probability of its row. Null: the lowest index among equals.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, a label is out of range, a name stands twice, a row is no distribution, or a prediction is not the highest of its row.
    /// </exception>
    public Predictions(string model, SceneSplit split, IReadOnlyList<string> classNames, IReadOnlyList<string> files, int[] labels,
        double[,] probabilities, int[]? predicted = null)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        int images = labels.Length, classes = classNames.Count;
        if (files.Count != images || probabilities.GetLength(0) != images || probabilities.GetLength(1) != classes)
            throw new ArgumentException($"{model}: {files.Count} files, {images} labels, {probabilities.GetLength(0)} x {probabilities.GetLength(1)} "
                + $"probabilities and {classes} classes do not fit together; expected N files, N labels and N x K probabilities.");
        if (predicted is not null && predicted.Length != images)
            throw new ArgumentException($"{model}: {predicted.Length} predicted classes for {images} images.", nameof(predicted));
        if (files.Distinct(StringComparer.Ordinal).Count() != images)
            throw new ArgumentException($"{model}: a file name stands more than once; each image is predicted once.", nameof(files));
        Model = model;
        Split = split;
        ClassNames = classNames;
        Files = files;
        Labels = labels;
        Probabilities = probabilities;
        Predicted = new int[images];
        for (int image = 0; image < images; image++) Predicted[image] = CheckRow(image, predicted?[image]);
    }

    /// <summary>Name of the model.</summary>
    public string Model { get; }

    /// <summary>The split the images come from.</summary>
    public SceneSplit Split { get; }

    /// <summary>K class names.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>N image names.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>N true class indices.</summary>
    public int[] Labels { get; }

    /// <summary>N x K probabilities.</summary>
    public double[,] Probabilities { get; }

    /// <summary>N predicted class indices: the highest probability; among equals the lowest index, unless the maker decided otherwise.</summary>
    public int[] Predicted { get; }

    /// <summary>N, the number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>K, the number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Number of images predicted right.</summary>
    public int Correct => Labels.Zip(Predicted, (label, predicted) => label == predicted ? 1 : 0).Sum();

    /// <summary>Share of images predicted right, 0 to 1.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Probability of the predicted class of one image.</summary>
    /// <param name="image">0 to N - 1.</param>
    public double Confidence(int image) => Probabilities[image, Predicted[image]];

    /// <summary>The same predictions under another name.</summary>
    /// <param name="model">The name.</param>
    public Predictions Named(string model) => new(model, Split, ClassNames, Files, Labels, Probabilities, Predicted);

    /// <summary>The predictions of some images.</summary>
    /// <param name="images">Indices from 0 to N - 1, each once.</param>
    /// <exception cref="ArgumentException">An index stands twice.</exception>
    /// <exception cref="IndexOutOfRangeException">There is no such image.</exception>
    public Predictions Rows(IReadOnlyList<int> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var probabilities = new double[images.Count, ClassCount];
        for (int row = 0; row < images.Count; row++)
            for (int k = 0; k < ClassCount; k++) probabilities[row, k] = Probabilities[images[row], k];
        return new Predictions(Model, Split, ClassNames, [.. images.Select(image => Files[image])], [.. images.Select(image => Labels[image])],
            probabilities, [.. images.Select(image => Predicted[image])]);
    }

    private int CheckRow(int image, int? predicted)
    {
        const double SumTolerance = 1e-3; // rows come from softmax in single or half precision
        int label = Labels[image], best = 0;
        if (label < 0 || label >= ClassCount)
            throw new ArgumentException($"{Model}: label {label} of {Files[image]} is out of range; allowed: 0 to {ClassCount - 1}.");
        double sum = 0;
        for (int k = 0; k < ClassCount; k++)
        {
            double p = Probabilities[image, k];
            if (!(p >= 0)) throw new ArgumentException(FormattableString.Invariant($"{Model}: probability {p} of class {k} for {Files[image]}; allowed: 0 to 1."));
            sum += p;
            if (p > Probabilities[image, best]) best = k;
        }
        if (Math.Abs(sum - 1) > SumTolerance)
            throw new ArgumentException(FormattableString.Invariant($"{Model}: probabilities of {Files[image]} sum to {sum:0.######}; expected 1. Apply softmax to logits first."));
        if (predicted is not int given) return best;
        return given >= 0 && given < ClassCount && Probabilities[image, given] >= Probabilities[image, best]
            ? given
            : throw new ArgumentException($"{Model}: {Files[image]} is said to be predicted as class {given}, but class {best} has the highest "
                + "probability; leave the predicted classes out, or give one of the highest.");
    }
}
