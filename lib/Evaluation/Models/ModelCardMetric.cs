using Scenes.Data;

namespace Scenes.Evaluation;

/// <summary>One measured number of a saved model.</summary>
/// <param name="Split">The images it was measured on. Validation took part in choices, test in none.</param>
/// <param name="Quantity">What was measured, such as <c>accuracy</c>.</param>
/// <param name="Method">How the interval was made; empty where there is none.</param>
/// <param name="N">Number of images.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Low">Lower end of the interval; null where there is none.</param>
/// <param name="High">Upper end of the interval; null where there is none.</param>
/// <param name="Confidence">Coverage of the interval, such as 0.95.</param>
public sealed record ModelCardMetric(SceneSplit Split, string Quantity, string Method, int N, double Value, double? Low, double? High, double Confidence);
