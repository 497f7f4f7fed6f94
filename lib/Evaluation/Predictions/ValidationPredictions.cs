using Scenes.Data;

namespace Scenes.Evaluation;

/// <summary>
/// Predictions that something may be fitted on: weights of a vote, a stacker, a temperature. Whatever fits takes this type and no other, and
/// there is no way to make one from test images.
/// </summary>
public sealed class ValidationPredictions
{
    private ValidationPredictions(Predictions predictions) => Predictions = predictions;

    /// <summary>What the model said of images it was not trained on.</summary>
    public Predictions Predictions { get; }

    /// <summary>Takes predictions on the validation split.</summary>
    /// <param name="predictions">What a model said of the validation split.</param>
    /// <exception cref="ArgumentException">The predictions are of another split.</exception>
    public static ValidationPredictions Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Split != SceneSplit.Validation)
        {
            throw new ArgumentException($"{predictions.Model}: predictions on the {predictions.Split} split; fitting and choosing take the {SceneSplit.Validation} split, "
                + $"or training images predicted out of fold ({nameof(OutOfFold)}.{nameof(OutOfFold.Predict)}). The test split is for the last look only.", nameof(predictions));
        }
        return new ValidationPredictions(predictions);
    }

    /// <summary>Takes several models' predictions on the validation split, in the same order.</summary>
    /// <param name="models">What the models said of the validation split.</param>
    /// <exception cref="ArgumentException">Predictions of one are of another split.</exception>
    public static IReadOnlyList<ValidationPredictions> Of(IReadOnlyList<Predictions> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        return [.. models.Select(Of)];
    }

    /// <summary>Some of the images.</summary>
    /// <param name="images">Indices from 0 to N - 1, each once.</param>
    /// <exception cref="ArgumentException">An index stands twice.</exception>
    public ValidationPredictions Rows(IReadOnlyList<int> images) => new(Predictions.Rows(images));

    internal static ValidationPredictions FromFolds(Predictions training) => new(training);
}
