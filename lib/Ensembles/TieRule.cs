namespace Scenes.Ensembles;

/// <summary>Who wins when classes have the same number of votes.</summary>
public enum TieRule
{
    /// <summary>The tied class with the highest mean probability over all members, then the lowest class index.</summary>
    HighestMeanProbability,

    /// <summary>The tied class with the lowest index, as scikit-learn's VotingClassifier decides.</summary>
    LowestClassIndex,
}
