namespace Scenes.Backbones;

/// <summary>
/// Names of cuts. One stage, such as <c>layer3</c>, stands for its map, and <see cref="Backbone.Pooled"/> for the feature vector after all
/// stages. Several joined by commas, from early to late, stand for features of several depths: <c>layer3,pooled</c>.
/// </summary>
public static class Cuts
{
    private const char Comma = ',';

    /// <summary>The name of several cuts together.</summary>
    /// <param name="cuts">Stages from early to late; the last may be <see cref="Backbone.Pooled"/>.</param>
    public static string Join(IEnumerable<string> cuts) => string.Join(Comma, cuts);

    /// <summary>The cuts that a name stands for, from early to late.</summary>
    /// <param name="cut">One cut or several.</param>
    public static IReadOnlyList<string> Parts(string cut)
    {
        ArgumentException.ThrowIfNullOrEmpty(cut);
        return cut.Split(Comma);
    }

    /// <summary>The deepest of the cuts that a name stands for: everything up to here is computed.</summary>
    /// <param name="cut">One cut or several.</param>
    public static string Last(string cut) => Parts(cut)[^1];

    /// <summary>The same cuts with another deepest one.</summary>
    /// <param name="cut">One cut or several.</param>
    /// <param name="last">The deepest cut instead.</param>
    public static string WithLast(string cut, string last) => Join([.. Parts(cut).SkipLast(1), last]);

    /// <summary>Whether nothing of the network comes after a cut.</summary>
    /// <param name="cut">One cut or several.</param>
    public static bool IsPooled(string cut) => Last(cut) == Backbone.Pooled;
}
