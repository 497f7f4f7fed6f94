using System.CommandLine;
using System.CommandLine.Parsing;

namespace Scenes.Runner.Commands;

/// <summary>Options and arguments that stand before a subcommand, which the parser takes for the command above it and nobody reads.</summary>
internal static class EarlyWords
{
    /// <summary>Makes every command below this one refuse what stands before it and is not its own too.</summary>
    public static void Refuse(Command command)
    {
        foreach (Command below in command.Subcommands)
        {
            below.Validators.Add(Check); // the parser asks the innermost command of a line alone
            Refuse(below);
        }
    }

    private static void Check(CommandResult inner)
    {
        for (var outer = inner.Parent as CommandResult; outer is not null; outer = outer.Parent as CommandResult)
            foreach (SymbolResult early in outer.Children)
                switch (early)
                {
                    case OptionResult { Implicit: false, Option: { Recursive: false } option } when !inner.Command.Options.Contains(option):
                        bool moves = inner.Command.Options.Any(own => own.Name == option.Name);
                        AddError(inner, option.Name, moves ? inner : outer, [option.Name, .. Words(early)]);
                        break;
                    case ArgumentResult { Tokens.Count: > 0 } argument when !inner.Command.Arguments.Contains(argument.Argument):
                        AddError(inner, string.Join(' ', Words(early)), outer, Words(early));
                        break;
                }
    }

    private static void AddError(CommandResult inner, string what, CommandResult owner, IEnumerable<string> words)
    {
        string line = string.Join(' ', [.. Names(owner), .. words]), apart = owner == inner ? "" : $", without {inner.Command.Name}";
        inner.AddError($"{what} stands before {inner.Command.Name}, which does not hear it. Write: {line}{apart}");
    }

    private static IEnumerable<string> Words(SymbolResult result) => result.Tokens.Select(token => token.Value);

    /// <summary>The names from the program to a command.</summary>
    private static IEnumerable<string> Names(CommandResult command) =>
        command.Parent is CommandResult above ? [.. Names(above), command.Command.Name] : [command.Command.Name];
}
