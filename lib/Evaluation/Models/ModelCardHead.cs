using Scenes.Training;

namespace Scenes.Evaluation;

/// <summary>The new layers of a saved model.</summary>
/// <param name="Kind">Which layers.</param>
/// <param name="Hidden">Units of the hidden layer; 0 where there is none.</param>
/// <param name="Sha256">SHA-256 of the file that holds them and the stages that learnt, 64 hexadecimal digits.</param>
public sealed record ModelCardHead(HeadKind Kind, int Hidden, string Sha256);
