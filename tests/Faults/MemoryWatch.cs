using System.Diagnostics;

namespace Scenes.Tests.Faults;

/// <summary>Watches this process's memory while something is done.</summary>
internal static class MemoryWatch
{
    private const int PauseMilliseconds = 5;

    /// <summary>Passes items on and looks after every few of them.</summary>
    public static IEnumerable<T> Watch<T>(IEnumerable<T> items, long mostBytes, int every = 50)
    {
        using var self = Process.GetCurrentProcess();
        long before = self.WorkingSet64, count = 0;
        foreach (T item in items)
        {
            yield return item;
            if (++count % every != 0) continue;
            self.Refresh();
            Assert.True(self.WorkingSet64 - before < mostBytes, $"{(self.WorkingSet64 - before) >> 20} MiB more after {count} items");
        }
    }

    /// <summary>Does one thing and looks on from a thread of its own.</summary>
    public static void During(long mostBytes, Action action) => During(mostBytes, () =>
    {
        action();
        return true;
    });

    /// <inheritdoc cref="During(long, Action)"/>
    public static T During<T>(long mostBytes, Func<T> action)
    {
        using var self = Process.GetCurrentProcess();
        using var done = new ManualResetEventSlim();
        long before = self.WorkingSet64, most = before;
        var watcher = new Thread(() =>
        {
            do
            {
                self.Refresh();
                most = Math.Max(most, self.WorkingSet64);
            }
            while (!done.Wait(PauseMilliseconds));
        });
        watcher.Start();
        try
        {
            return action();
        }
        finally
        {
            done.Set();
            watcher.Join();
            Assert.True(most - before < mostBytes, $"{(most - before) >> 20} MiB more at the highest; allowed: {mostBytes >> 20}");
        }
    }
}
