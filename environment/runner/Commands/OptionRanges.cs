using System.CommandLine;

namespace Scenes.Runner.Commands;

/// <summary>Ranges of numbers on the command line.</summary>
internal static class OptionRanges
{
    /// <summary>Refuses numbers below 1.</summary>
    public static Option<int> FromOne(this Option<int> option)
    {
        option.Validators.Add(result => Check(result.GetValueOrDefault<int>(), option, result));
        return option;
    }

    /// <summary>Refuses numbers below 1.</summary>
    public static Option<int?> FromOne(this Option<int?> option)
    {
        option.Validators.Add(result => Check(result.GetValueOrDefault<int?>() ?? 1, option, result));
        return option;
    }

    /// <summary>Refuses numbers below 1.</summary>
    public static Option<int[]> FromOne(this Option<int[]> option)
    {
        option.Validators.Add(result => Check((result.GetValueOrDefault<int[]>() ?? [1]).Min(), option, result));
        return option;
    }

    private static void Check(int number, Option option, System.CommandLine.Parsing.SymbolResult result)
    {
        if (number < 1) result.AddError($"{option.Name} is {number}. Allowed: 1 or more.");
    }
}
