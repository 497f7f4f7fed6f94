namespace Scenes.Evaluation;

/// <summary>Two classes taken for each other.</summary>
/// <param name="First">The class with the lower index.</param>
/// <param name="Second">The class with the higher index.</param>
/// <param name="FirstAsSecond">Images of the first class predicted as the second.</param>
/// <param name="SecondAsFirst">Images of the second class predicted as the first.</param>
/// <param name="ShareOfMistakes">Both together among all mistakes, 0 to 1.</param>
public sealed record ConfusedPair(string First, string Second, int FirstAsSecond, int SecondAsFirst, double ShareOfMistakes)
{
    /// <summary>Mistakes between the two classes, both ways.</summary>
    public int Count => FirstAsSecond + SecondAsFirst;

    /// <summary>The pairs with mistakes, most mistakes first; equal counts in class order.</summary>
    /// <param name="matrix">Row = true class, column = predicted class.</param>
    /// <param name="most">How many pairs at most, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of pairs is below 1.</exception>
    public static IReadOnlyList<ConfusedPair> Of(ConfusionMatrix matrix, int most = 10)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (most < 1) throw new ArgumentOutOfRangeException(nameof(most), most, "Allowed: 1 or more.");
        double mistakes = matrix.Count - matrix.Correct;
        return [.. Pairs.Of(matrix.ClassCount)
            .Select(pair => (pair, Forth: matrix.Counts[pair.First, pair.Second], Back: matrix.Counts[pair.Second, pair.First]))
            .Where(one => one.Forth + one.Back > 0)
            .Select(one => new ConfusedPair(matrix.ClassNames[one.pair.First], matrix.ClassNames[one.pair.Second], one.Forth, one.Back, (one.Forth + one.Back) / mistakes))
            .OrderByDescending(pair => pair.Count).Take(most)];
    }
}
