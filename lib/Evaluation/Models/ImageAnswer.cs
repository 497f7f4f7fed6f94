namespace Scenes.Evaluation;

/// <summary>What a classifier says of one file.</summary>
public sealed record ImageAnswer
{
    internal ImageAnswer(string path, IReadOnlyList<string> classes, double[]? probabilities, bool isUnsure, string? error)
    {
        (Path, Probabilities, IsUnsure, Error) = (path, probabilities ?? [], isUnsure, error);
        if (probabilities is null) return;
        int best = Array.IndexOf(probabilities, probabilities.Max());
        (Label, Probability) = (classes[best], probabilities[best]);
        Classes = classes;
    }

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Name of the class with the highest probability; null where the file could not be read.</summary>
    public string? Label { get; }

    /// <summary>Its calibrated probability; 0 where the file could not be read.</summary>
    public double Probability { get; }

    /// <summary>K calibrated probabilities in the order of the model's classes; empty where the file could not be read.</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>Whether the probability is below the threshold that was chosen on validation.</summary>
    public bool IsUnsure { get; }

    /// <summary>What is wrong with the file, with its name; null where nothing is.</summary>
    public string? Error { get; }

    private IReadOnlyList<string> Classes { get; } = [];

    /// <summary>The most probable classes, best first; among equals the first in the model's order.</summary>
    /// <param name="count">How many; all where null or more than there are.</param>
    public IReadOnlyList<(string Label, double Probability)> Top(int? count = null) =>
        [.. Classes.Zip(Probabilities).OrderByDescending(pair => pair.Second).Take(count ?? int.MaxValue)];
}
