namespace Scenes.Ensembles;

/// <summary>How differently two members err (measures of Kuncheva and Whitaker, "Measures of Diversity in Classifier Ensembles", 2003).</summary>
/// <param name="First">The first member.</param>
/// <param name="Second">The second member.</param>
/// <param name="Disagreement">Share of images that exactly one of the two gets right, 0 to 1.</param>
/// <param name="Q">Yule's Q of right and wrong, -1 to 1: 0 for independent members, 1 where all mistakes of one are among those of the other; null where it is 0 / 0.</param>
/// <param name="DoubleFault">Share of images both get wrong, 0 to 1.</param>
/// <param name="Correlation">Correlation of right and wrong, -1 to 1; null where one member is always right or always wrong.</param>
/// <param name="ErrorOverlap">Images both get wrong among those at least one gets wrong, 0 to 1; null where neither errs.</param>
/// <param name="SameMistake">Images both give the same wrong class among those both get wrong, 0 to 1; null where there is none.</param>
public sealed record PairDiversity(
    string First, string Second, double Disagreement, double? Q, double DoubleFault, double? Correlation, double? ErrorOverlap, double? SameMistake);
