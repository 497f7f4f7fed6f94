using Scenes.Data;

namespace Scenes.Evaluation;

/// <summary>Predictions from a file: what does not fit together is the file's fault and is said so.</summary>
internal static class Checked
{
    public static Predictions Build(string path, string model, SceneSplit split, string[] classNames, string[] files, int[] labels,
        double[,] probabilities, int[] predicted)
    {
        try
        {
            return new Predictions(model, split, classNames, files, labels, probabilities, predicted);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }
}
