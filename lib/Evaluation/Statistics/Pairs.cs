namespace Scenes.Evaluation;

/// <summary>All pairs of a list: (0, 1), (0, 2), … (1, 2), ….</summary>
internal static class Pairs
{
    public static IEnumerable<(int First, int Second)> Of(int count)
    {
        for (int first = 0; first < count; first++)
            for (int second = first + 1; second < count; second++) yield return (first, second);
    }
}
