namespace Scenes.Evaluation;

/// <summary>Below which probability an answer should not be taken at its word.</summary>
/// <param name="Below">Answers with a lower probability are unsure; 0 to 1.</param>
/// <param name="SureShare">Share of validation images whose answer is sure.</param>
/// <param name="SureAccuracy">Share of those that are right; null where no answer is sure.</param>
/// <param name="Accuracy">Share of all validation images that are right.</param>
public sealed record UnsureThreshold(double Below, double SureShare, double? SureAccuracy, double Accuracy)
{
    /// <summary>
    /// Chooses the lowest threshold at which sure answers are wrong at most half as often as all answers are. Where no answer is wrong it is the
    /// lowest probability that validation has vouched for; where no threshold will do, every answer is unsure.
    /// </summary>
    /// <param name="validation">Calibrated predictions on images that the model was not trained on.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static UnsureThreshold Choose(ValidationPredictions validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        Predictions predictions = validation.Predictions;
        if (predictions.Count == 0) throw new ArgumentException($"{predictions.Model} has no image; a choice needs at least one.", nameof(validation));
        var answers = Enumerable.Range(0, predictions.Count)
            .Select(image => (Probability: predictions.Confidence(image), Right: predictions.Predicted[image] == predictions.Labels[image]))
            .OrderBy(answer => answer.Probability).ToArray();
        int mistakes = predictions.Count - predictions.Correct, wrong = mistakes;
        for (int first = 0; first < answers.Length; first++)
        {
            int sure = answers.Length - first;
            bool begins = first == 0 || answers[first].Probability > answers[first - 1].Probability; // equal probabilities stay together
            if (begins && 2L * wrong * answers.Length <= (long)mistakes * sure) // wrong / sure <= half of mistakes / all, without rounding
                return new UnsureThreshold(answers[first].Probability, (double)sure / answers.Length, 1 - (double)wrong / sure, predictions.Accuracy);
            if (!answers[first].Right) wrong--;
        }
        return new UnsureThreshold(1, 0, null, predictions.Accuracy);
    }

    /// <summary>Whether an answer is unsure.</summary>
    /// <param name="probability">Calibrated probability of the predicted class.</param>
    public bool IsUnsure(double probability) => !(probability >= Below) || SureShare == 0;

    /// <summary>The choice in one sentence.</summary>
    public override string ToString() => SureAccuracy is { } accuracy
        ? FormattableString.Invariant($"Unsure below {Below:0.0000}: {100 * SureShare:0.0} % of the validation images are sure, {100 * accuracy:0.0} % of those right ({100 * Accuracy:0.0} % of all).")
        : "Every answer is unsure: no threshold makes half as many errors on validation.";
}
