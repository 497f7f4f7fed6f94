using System.Globalization;

namespace Scenes.Tests.Faults;

/// <summary>
/// How often each fault is tried. Everything is seeded: number i of a kind is the same fault on every machine. SCENES_FAULTS=full kills each of the six
/// kinds of job 25 times instead of 3; a number, such as 10, divides all counts by it.
/// </summary>
internal static class FaultCount
{
    private const string Variable = "SCENES_FAULTS";

    public static int Images => Divided(2000);

    public static int Files => Divided(2000);

    /// <summary>Kills of each kind of job.</summary>
    public static int Kills => Setting == "full" ? 25 : Divided(3);

    /// <summary>Kills of training in each of two number formats.</summary>
    public static int TrainingKills => (Kills + 1) / 2;

    private static string? Setting => Environment.GetEnvironmentVariable(Variable);

    private static int Divided(int count) =>
        int.TryParse(Setting, NumberStyles.None, CultureInfo.InvariantCulture, out int divisor) && divisor > 0 ? Math.Max(count / divisor, 1) : count;
}
