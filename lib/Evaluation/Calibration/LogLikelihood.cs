namespace Scenes.Evaluation;

/// <summary>How probable a model found the truth.</summary>
internal static class LogLikelihood
{
    /// <summary>Probabilities below this count as this, so that one certain mistake does not make the mean infinite.</summary>
    public const double LeastProbability = 1e-15;

    /// <summary>Mean of -ln of the true class's probability, in nats.</summary>
    public static double MeanNegative(Predictions predictions)
    {
        double sum = 0;
        for (int image = 0; image < predictions.Count; image++)
            sum -= Math.Log(Math.Max(predictions.Probabilities[image, predictions.Labels[image]], LeastProbability));
        return sum / predictions.Count;
    }
}
