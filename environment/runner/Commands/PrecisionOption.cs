using System.CommandLine;
using Scenes.Features;

namespace Scenes.Runner.Commands;

/// <summary><c>--precision</c> of the commands that train; it is passed on as a variable, which everything that computes reads.</summary>
internal static class PrecisionOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--precision")
        {
            Description = $"Number format that networks compute in; auto is the fastest here. Training takes bf16 for fp16. Default: {PrecisionProbe.Variable}, else auto.",
        };
        option.AcceptOnlyFromAmong("auto", "fp32", "bf16", "fp16");
        return option;
    }
}
