namespace Scenes.Training;

/// <summary>How one layer with weights is doing.</summary>
/// <param name="Name">Name in the network, such as <c>layers.conv1_1</c>.</param>
/// <param name="WeightNorm">Length of all its weights as one vector.</param>
/// <param name="GradientNorm">Length of the loss's gradient for them, on one batch.</param>
/// <param name="Units">Channels of a convolution or outputs of a dense layer.</param>
/// <param name="DeadUnits">Units whose ReLU gave 0 for every image of the set; null where no ReLU of that width follows, as after the last layer.</param>
/// <param name="OutputDeviation">Mean over units of the standard deviation of the layer's own output over images and places: what is left of the picture.</param>
public sealed record LayerDiagnosis(string Name, double WeightNorm, double GradientNorm, int Units, int? DeadUnits, double OutputDeviation)
{
    /// <summary>Gradient over weights: how far one step of learning rate 1 would move the layer. Far below 1e-4 hardly anything is learned.</summary>
    public double RelativeGradient => WeightNorm > 0 ? GradientNorm / WeightNorm : 0;

    /// <summary>Share of dead units, 0 to 1; null as for <see cref="DeadUnits"/>.</summary>
    public double? DeadShare => (double?)DeadUnits / Units;
}
