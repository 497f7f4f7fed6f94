using System.Diagnostics;

namespace Scenes.Tests.Faults;

/// <summary>Passes items on while it watches this process's memory.</summary>
internal static class MemoryWatch
{
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
}
