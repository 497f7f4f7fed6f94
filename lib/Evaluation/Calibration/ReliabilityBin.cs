namespace Scenes.Evaluation;

/// <summary>Images whose confidence lies in one range.</summary>
/// <param name="Lower">The range starts above this (the first bin includes it).</param>
/// <param name="Upper">The range ends with this, included.</param>
/// <param name="Count">Number of images.</param>
/// <param name="MeanConfidence">Mean probability of the predicted class; NaN without images.</param>
/// <param name="Accuracy">Share predicted right; NaN without images.</param>
/// <param name="Low">Lower end of the accuracy's 95 % Wilson interval; NaN without images.</param>
/// <param name="High">Upper end of the accuracy's 95 % Wilson interval; NaN without images.</param>
public sealed record ReliabilityBin(double Lower, double Upper, int Count, double MeanConfidence, double Accuracy, double Low, double High);
