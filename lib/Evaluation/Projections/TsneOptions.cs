namespace Scenes.Evaluation;

/// <summary>Settings of <see cref="Tsne"/>; the defaults are scikit-learn's.</summary>
/// <param name="Perplexity">Effective number of neighbours of a point, above 1 and below N / 3 or so.</param>
/// <param name="Steps">Gradient steps, 251 or more; the first 250 pull neighbours together more strongly.</param>
/// <param name="Components">Features are reduced to this many principal components first; fewer are taken as they are.</param>
public sealed record TsneOptions(double Perplexity = 30, int Steps = 1000, int Components = 50);
