using Scenes.Imaging;

namespace Scenes.Runner.Commands;

/// <summary>Turns errors that a user can do something about into one line and exit code 1.</summary>
internal static class CommandErrors
{
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

    public static Task<int> GuardAsync(Func<Task> action) => GuardAsync(async () =>
    {
        await action();
        return 0;
    });

    /// <summary>For an action with an exit code of its own.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Run the same command again to go on.");
            return 130;
        }
        catch (Exception error) when (IsForUsers(error))
        {
            return Print(error);
        }
    }

    private static bool IsForUsers(Exception error) =>
        error is IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException or ArgumentException
            or ImageFormatException;

    private static int Print(Exception error)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
}
