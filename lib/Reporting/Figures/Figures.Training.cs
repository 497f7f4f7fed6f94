using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>Figures of training.</summary>
public static partial class Figures
{
    /// <summary>Loss and accuracy by epoch on training and validation images, with the epoch whose weights were kept.</summary>
    /// <param name="history">One training run.</param>
    /// <param name="id">Names the figure; null: from the model's name.</param>
    /// <exception cref="ArgumentException">The history has no epoch.</exception>
    public static ChartFigure LearningCurves(TrainingHistory history, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Epochs.Count == 0) throw new ArgumentException($"The history of {history.Model} has no epoch; there is nothing to draw.", nameof(history));
        EpochRecord best = history.Best;
        double[] epochs = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
        var kept = new ReferenceLine("kept", history.BestEpoch, Vertical: true);
        Panel Curve(string title, Axis y, Func<EpochRecord, double> train, Func<EpochRecord, double> validation, double at) => new(
            title, new Axis("epoch", AxisKind.Whole), y,
            [
                new LineTrace("training", epochs, [.. history.Epochs.Select(train)], Colour.Vermillion) { Style = LineStyle.Dashed },
                new LineTrace("validation", epochs, [.. history.Epochs.Select(validation)]),
                new PointTrace("", [history.BestEpoch], [at]) { Shape = PointShape.Star, Size = 14, Hover = [$"epoch {history.BestEpoch}, kept"] },
            ])
        {
            Lines = [kept],
        };
        string summary = $"{history.Epochs.Count} epochs; kept epoch {history.BestEpoch}: validation loss {Say.Number(best.ValidationLoss)}, "
            + $"validation accuracy {Say.Share(best.ValidationAccuracy)}, training accuracy {Say.Share(best.TrainAccuracy)}.";
        return new ChartFigure(
            id ?? Slug.Of($"learning-curves-{history.Model}"), $"Learning curves of {history.Model}", summary,
            $"Two charts of loss and accuracy by epoch. {summary}",
            [
                Curve("Loss", new Axis("cross-entropy, nats") { Low = 0 }, epoch => epoch.TrainLoss, epoch => epoch.ValidationLoss, best.ValidationLoss),
                Curve("Accuracy", new Axis("share right", AxisKind.Percent), epoch => epoch.TrainAccuracy, epoch => epoch.ValidationAccuracy, best.ValidationAccuracy),
            ]);
    }
}
