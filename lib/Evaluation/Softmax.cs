using System.Runtime.InteropServices;

namespace Scenes.Evaluation;

/// <summary>Logits to probabilities.</summary>
internal static class Softmax
{
    /// <summary>Replaces logits by their probabilities: exp(logit / temperature), divided by the sum over the classes.</summary>
    /// <param name="logits">One for each class; changed.</param>
    /// <param name="temperature">Above 0; 1 leaves the logits as they are.</param>
    public static void Apply(Span<double> logits, double temperature = 1)
    {
        double highest = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits) highest = Math.Max(highest, logit);
        foreach (ref double value in logits) sum += value = Math.Exp((value - highest) / temperature);
        foreach (ref double value in logits) value /= sum;
    }

    /// <summary>The same for every row, N x K.</summary>
    public static void Apply(double[,] logits, double temperature = 1)
    {
        int classes = logits.GetLength(1);
        for (int image = 0; image < logits.GetLength(0); image++) Apply(MemoryMarshal.CreateSpan(ref logits[image, 0], classes), temperature);
    }
}
