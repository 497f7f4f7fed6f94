using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>What every exact fit asks of its rows.</summary>
internal static class LabelledRows
{
    /// <summary>Refuses features and labels that do not fit together.</summary>
    /// <param name="features">N x D.</param>
    /// <param name="labels">N class indices below <paramref name="classCount"/>.</param>
    /// <param name="classCount">K, 2 or more.</param>
    /// <exception cref="ArgumentException">Shapes or labels are out of range.</exception>
    public static void Check(Tensor features, long[] labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (features.dim() != 2 || features.shape[0] != labels.Length || labels.Length == 0)
            throw new ArgumentException($"{labels.Length} labels for features of shape ({string.Join(" x ", features.shape)}); expected N x D with N labels.", nameof(features));
        int wrong = Array.FindIndex(labels, label => label < 0 || label >= classCount);
        if (wrong >= 0) throw new ArgumentException($"Label {labels[wrong]} at position {wrong}; allowed: 0 to {classCount - 1}, one for each class.", nameof(labels));
    }
}
