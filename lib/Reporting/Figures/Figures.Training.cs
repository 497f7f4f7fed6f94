using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>Figures of training.</summary>
public static partial class Figures
{
    /// <summary>Loss and accuracy by epoch on training and validation images, with the epoch whose weights were kept.</summary>
    /// <param name="history">One training run.</param>
    /// <param name="id">Names the figure; null: from the model's name.</param>
    /// <param name="classCount">K, to draw the loss of guessing, ln K; null: not drawn.</param>
    /// <exception cref="ArgumentException">The history has no epoch.</exception>
    public static ChartFigure LearningCurves(TrainingHistory history, string? id = null, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Epochs.Count == 0) throw new ArgumentException($"The history of {history.Model} has no epoch; there is nothing to draw.", nameof(history));
        EpochRecord best = history.Best;
        double[] epochs = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
        var kept = new ReferenceLine("kept", history.BestEpoch, Vertical: true);
        ReferenceLine[] guessing = classCount is { } k ? [new ReferenceLine($"guessing, ln {k}", Math.Log(k), Vertical: false)] : [];
        Panel Curve(string title, Axis y, Func<EpochRecord, double> train, Func<EpochRecord, double> validation, double at, params ReferenceLine[] lines) => new(
            title, new Axis("epoch", AxisKind.Whole) { Ticks = epochs.Length <= 10 ? epochs : null }, y,
            [
                new LineTrace("training", epochs, [.. history.Epochs.Select(train)], Colour.Vermillion) { Style = LineStyle.Dashed },
                new LineTrace("validation", epochs, [.. history.Epochs.Select(validation)]),
                new PointTrace("", [history.BestEpoch], [at]) { Shape = PointShape.Star, Size = 14, Hover = [$"epoch {history.BestEpoch}, kept"] },
            ])
        {
            Lines = [kept, .. lines],
        };
        string summary = $"{history.Epochs.Count} epochs; kept epoch {history.BestEpoch}: validation loss {Say.Number(best.ValidationLoss)}, "
            + $"validation accuracy {Say.Share(best.ValidationAccuracy)}, training accuracy {Say.Share(best.TrainAccuracy)}.";
        const string Measured = "Training values are taken while the weights learn, with dropout, varied images and smoothed labels where the recipe has them, so training loss can lie above validation loss.";
        return new ChartFigure(
            id ?? Slug.Of($"learning-curves-{history.Model}"), $"Learning curves of {history.Model}", $"{summary} {Measured}",
            $"Two charts of loss and accuracy by epoch. {summary}",
            [
                Curve("Loss", new Axis("cross-entropy, nats") { Low = 0 }, epoch => epoch.TrainLoss, epoch => epoch.ValidationLoss, best.ValidationLoss, guessing),
                Curve("Accuracy", new Axis("share right", AxisKind.Percent), epoch => epoch.TrainAccuracy, epoch => epoch.ValidationAccuracy, best.ValidationAccuracy),
            ]);
    }

    /// <summary>Layer by layer: whether gradients arrive, how many units are dead, and what is left of the picture.</summary>
    /// <param name="diagnosis">What the network does on some images.</param>
    /// <param name="model">Name of the network.</param>
    /// <param name="id">Names the figure; null: from the model's name.</param>
    public static ChartFigure Diagnosis(NetworkDiagnosis diagnosis, string model, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        LayerDiagnosis[] layers = [.. diagnosis.Layers];
        string[] names = [.. layers.Select(layer => layer.Name)];
        Panel Dots(string title, Axis axis, Func<LayerDiagnosis, double> value, Func<LayerDiagnosis, string> says, Colour colour)
        {
            double[] values = [.. layers.Select(value)];
            return new Panel(title, axis, new Axis("", AxisKind.Category) { Reversed = true },
                [new IntervalTrace("", names, values, values, values, colour) { Hover = [.. layers.Select(layer => $"{layer.Name}\n{says(layer)}")] }])
            {
                Height = 90 + 26 * layers.Length,
                MinimumWidth = 460, // names of layers take a third of it
            };
        }
        int dead = layers.Sum(layer => layer.DeadUnits ?? 0);
        string summary = $"Loss {Say.Number(diagnosis.Loss)} (guessing: {Say.Number(diagnosis.GuessingLoss)}); {Say.Share(diagnosis.LargestShare)} of all images are given one class; "
            + $"{Say.Count(dead)} of {Say.Count(layers.Where(layer => layer.DeadUnits is not null).Sum(layer => layer.Units))} units never fire.";
        return new ChartFigure(
            id ?? Slug.Of($"diagnosis-{model}"), $"Layers of {model}", $"{summary} Layers from the input down; a value of 0 has no place on a logarithmic axis.",
            $"Three dot charts by layer. {summary} Gradient over weights: {Say.List(layers.Select(layer => FormattableString.Invariant($"{layer.Name} {layer.RelativeGradient:0.#e+0}")))}.",
            [
                Dots("Gradient over weights", new Axis("gradient / weights", AxisKind.Log), layer => layer.RelativeGradient,
                    layer => FormattableString.Invariant($"gradient {layer.GradientNorm:0.##e+0}, weights {layer.WeightNorm:0.##}"), Colour.Blue),
                Dots("Dead units", new Axis("units that never fire", AxisKind.Percent) { Low = 0, High = 1 }, layer => layer.DeadShare ?? double.NaN,
                    layer => layer.DeadUnits is { } units ? $"{Say.Count(units)} of {Say.Count(layer.Units)} units" : "no ReLU follows", Colour.Vermillion),
                Dots("What is left of the picture", new Axis("deviation over images", AxisKind.Log), layer => layer.OutputDeviation,
                    layer => FormattableString.Invariant($"{layer.OutputDeviation:0.##e+0}"), Colour.Green),
            ]);
    }
}
