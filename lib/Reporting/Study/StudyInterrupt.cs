namespace Scenes.Reporting;

/// <summary>The one signal that ends long cells early: a host that takes Ctrl-C requests it, training and extraction watch the token.</summary>
public static class StudyInterrupt
{
    private static readonly CancellationTokenSource Source = new();

    /// <summary>Cancelled once the run is to end; never in hosts that do not request it.</summary>
    public static CancellationToken Token => Source.Token;

    /// <summary>Asks every long operation that watches the token to end.</summary>
    public static void Request() => Source.Cancel();
}
