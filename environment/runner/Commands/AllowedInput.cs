using System.CommandLine;
using System.Globalization;

namespace Scenes.Runner.Commands;

/// <summary>What may stand on the command line.</summary>
internal static class AllowedInput
{
    /// <summary>Refuses whole numbers below 1.</summary>
    /// <remarks>It looks at the words that were written: their value cannot be asked for where one is no number, which the parser says itself.</remarks>
    public static Option<T> FromOne<T>(this Option<T> option)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number < 1)
                    result.AddError($"{option.Name} is {number}. Allowed: 1 or more.");
        });
        return option;
    }

    /// <summary>Refuses what looks like an option, which is one misspelt unless there is a file of this name.</summary>
    public static Argument<string[]> WithoutOptions(this Argument<string[]> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (token.Value.StartsWith("--", StringComparison.Ordinal) && !Path.Exists(token.Value)) result.AddError($"Unrecognized option '{token.Value}'.");
        });
        return argument;
    }
}
