namespace Scenes.Evaluation;

/// <summary>What one model said of one image.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Predicted">Predicted class index.</param>
/// <param name="Confidence">Probability of the predicted class, 0 to 1.</param>
public sealed record MemberAnswer(string Model, int Predicted, double Confidence);
