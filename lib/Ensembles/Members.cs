using System.Numerics;
using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>What all ways of putting members together share.</summary>
internal static class Members
{
    /// <summary>Checks that the members speak of the same images.</summary>
    public static Predictions Check(IReadOnlyList<Predictions> members)
    {
        SameImages.Require(members);
        return members[0];
    }

    /// <summary>Checks validation predictions and takes them out.</summary>
    public static Predictions[] Check(IReadOnlyList<ValidationPredictions> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        Predictions[] predictions = [.. members.Select(member => member.Predictions)];
        if (Check(predictions).Count == 0) throw new ArgumentException($"{predictions[0].Model} has no image; fitting needs at least one.", nameof(members));
        return predictions;
    }

    /// <summary>Checks that a fitted rule meets the members it was fitted on, in the same order.</summary>
    public static Predictions CheckFitted(IReadOnlyList<string> fitted, IReadOnlyList<Predictions> members)
    {
        Predictions first = Check(members);
        if (!members.Select(member => member.Model).SequenceEqual(fitted, StringComparer.Ordinal))
        {
            throw new ArgumentException($"Fitted on {string.Join(", ", fitted)}; given {string.Join(", ", members.Select(member => member.Model))}. "
                + "Give predictions of the same members in the same order.", nameof(members));
        }
        return first;
    }

    /// <summary>Every choice of one or more of at most <see cref="EnsembleSize.MostMembers"/> members that speak of the same images.</summary>
    public static Predictions[][] Subsets(IReadOnlyList<Predictions> members)
    {
        Check(members);
        if (members.Count > EnsembleSize.MostMembers)
            throw new ArgumentException($"{members.Count} members have {BigInteger.Pow(2, members.Count) - 1} subsets; allowed: {EnsembleSize.MostMembers} members.", nameof(members));
        return [.. Enumerable.Range(1, (1 << members.Count) - 1).Select(subset => members.Where((_, m) => (subset >> m & 1) == 1).ToArray())];
    }

    /// <summary>The ensemble's predictions on the members' images.</summary>
    public static Predictions Make(Predictions like, string name, double[,] probabilities, int[]? predicted = null) =>
        new(name, like.Split, like.ClassNames, like.Files, like.Labels, probabilities, predicted);

    /// <summary>The name of an ensemble where the caller gave none.</summary>
    public static string Name(string? name, string rule, IReadOnlyList<Predictions> members) =>
        name ?? $"{rule} of {string.Join(", ", members.Select(member => member.Model))}";

    /// <summary>Mean over members of a value of each image and class. Values are added in order of size, so the order of members is of no effect.</summary>
    public static double[,] Mean(IReadOnlyList<Predictions> members, Func<double, double> value)
    {
        int images = members[0].Count, classes = members[0].ClassCount;
        var mean = new double[images, classes];
        double[] values = new double[members.Count];
        for (int image = 0; image < images; image++)
        {
            for (int k = 0; k < classes; k++)
            {
                for (int m = 0; m < values.Length; m++) values[m] = value(members[m].Probabilities[image, k]);
                Array.Sort(values);
                double sum = 0;
                foreach (double one in values) sum += one;
                mean[image, k] = sum / values.Length;
            }
        }
        return mean;
    }

    /// <summary>Among candidate classes, the one with the highest value; the lowest index among equals.</summary>
    public static int Highest(double[,] values, int image, Func<int, bool> candidate)
    {
        int best = -1;
        for (int k = 0; k < values.GetLength(1); k++)
            if (candidate(k) && (best < 0 || values[image, k] > values[image, best])) best = k;
        return best;
    }
}
