using Scenes.Data;

namespace Scenes.Evaluation;

/// <summary>Predictions from a file: what does not fit together is the file's fault and is said so.</summary>
internal static class Checked
{
    public static Predictions Build(string path, string model, SceneSplit split, string[] classNames, string[] files, int[] labels,
        double[,] probabilities, int[]? predicted)
    {
        Predictions predictions;
        try
        {
            predictions = new Predictions(model, split, classNames, files, labels, probabilities);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
        for (int image = 0; predicted is not null && image < predicted.Length; image++)
        {
            if (predicted[image] != predictions.Predicted[image])
                throw new InvalidDataException($"{path}: {files[image]} is said to be predicted as class {predicted[image]}, but class "
                    + $"{predictions.Predicted[image]} has the highest probability; the file was changed by hand or by another tool.");
        }
        return predictions;
    }
}
