namespace Scenes.Ensembles;

/// <summary>The common ways of putting members together.</summary>
public enum CombinationRule
{
    /// <summary>No vote: one member alone.</summary>
    Single,

    /// <summary>One vote each; see <see cref="Vote.Hard"/>.</summary>
    HardVote,

    /// <summary>The mean of the probabilities; see <see cref="Vote.Soft"/>.</summary>
    SoftVote,

    /// <summary>The mean of the logits; see <see cref="Vote.MeanOfLogits"/>.</summary>
    MeanOfLogits,

    /// <summary>Points by rank; see <see cref="Vote.Borda"/>.</summary>
    BordaCount,

    /// <summary>A soft vote with fitted weights; see <see cref="Ensembles.WeightedVote"/>.</summary>
    WeightedVote,

    /// <summary>A fitted regression on the probabilities; see <see cref="Stacker"/>.</summary>
    Stacking,

    /// <summary>Members chosen one by one; see <see cref="Ensembles.GreedySelection"/>.</summary>
    GreedySelection,
}
