namespace Scenes.Evaluation;

/// <summary>Where in an image a network found what speaks for a class.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="File">Name of the image.</param>
/// <param name="Class">The class that is explained.</param>
/// <param name="Probability">Probability the model gives to it, 0 to 1.</param>
/// <param name="IsAnswer">Whether it is the model's answer to the image, and not a class that was asked for.</param>
/// <param name="Weights">H x W over the image as a whole, top row first: 0 for nothing, 1 for the place that speaks most for the class; all 0 where nothing does.</param>
public sealed record ActivationMap(string Model, string File, int Class, double Probability, bool IsAnswer, double[,] Weights);
