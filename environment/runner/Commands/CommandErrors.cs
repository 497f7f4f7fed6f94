using System.Runtime.InteropServices;
using Scenes.Imaging;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;
using Scenes.Training;

namespace Scenes.Runner.Commands;

/// <summary>Turns errors that a user can do something about into one line and exit code 1.</summary>
internal static class CommandErrors
{
    /// <summary>Said of a command that keeps what is finished.</summary>
    public const string Resumable = "Stopped. Run the same command again to go on.";

    public static int Guard(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception error) when (IsForUsers(error))
        {
            return Print(error);
        }
    }

    public static Task<int> GuardAsync(Func<Task> action, string stopped = "Stopped.") => GuardAsync(async () =>
    {
        await action();
        return 0;
    }, stopped);

    /// <summary>For an action with an exit code of its own.</summary>
    /// <param name="action">What the command does.</param>
    /// <param name="stopped">What a user is told who stopped it.</param>
    /// <param name="errors">Where that is written; null: standard error.</param>
    public static async Task<int> GuardAsync(Func<Task<int>> action, string stopped = "Stopped.", TextWriter? errors = null)
    {
        try
        {
            return await action();
        }
        catch (OperationCanceledException)
        {
            await (errors ?? Console.Error).WriteLineAsync(stopped);
            return 130;
        }
        catch (Exception error) when (IsForUsers(error))
        {
            return Print(error, errors);
        }
    }

    /// <summary>Whether a message is enough; a stack trace is kept for what is a fault of this program.</summary>
    public static bool IsForUsers(Exception error) => error switch
    {
        AggregateException several => several.InnerExceptions.All(IsForUsers),
        TypeInitializationException { InnerException: { } cause } => IsForUsers(cause),
        IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException or ArgumentException
            or ImageFormatException or DeviceUnavailableException or TrainingDivergedException or CellException => true,
        _ => IsOfTorch(error),
    };

    /// <summary>What a user is told: the cause, without what wraps it.</summary>
    public static string Describe(Exception error) => error switch
    {
        AggregateException several => string.Join('\n', several.InnerExceptions.Select(Describe).Distinct()),
        TypeInitializationException { InnerException: { } cause } => Describe(cause),
        CellException { Failure: var failure } => string.Join('\n', failure.Trace), // names the cell and quotes its line
        _ when IsOfTorch(error) => error.Message.Split('\n')[0], // a trace of C++ follows
        _ => error.Message,
    };

    /// <summary>libtorch's own errors, such as memory that a GPU does not have, come as this very type.</summary>
    private static bool IsOfTorch(Exception error) => error.GetType() == typeof(ExternalException);

    private static int Print(Exception error, TextWriter? errors = null)
    {
        (errors ?? Console.Error).WriteLine(Printable.Lines(Describe(error)));
        return 1;
    }
}
