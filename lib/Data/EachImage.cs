using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>Looks at images one by one, on as many threads as there are cores.</summary>
internal static class EachImage
{
    private const int Interval = 100;

    /// <summary>Calls back for 0 to <paramref name="count"/> - 1, in any order.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="look">Receives the index of an image; called from many threads.</param>
    /// <param name="progress">Told the number of images looked at, every hundred and at the end.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Run(int count, Action<int> look, IProgress<int>? progress, CancellationToken cancellation)
    {
        int done = 0;
        Lock gate = new();
        Workers.Run(count, index =>
        {
            look(index);
            lock (gate)
            {
                done++;
                if (done % Interval == 0 || done == count) progress?.Report(done); // numbers only rise
            }
        }, cancellation);
    }
}
