using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Scenes.Runtime;

/// <summary>Spreads independent items over threads.</summary>
internal static class Workers
{
    /// <summary>How many threads to use: what the caller wants, else as many as torch computes with.</summary>
    public static int Count(int? threads) => threads switch
    {
        null => Math.Max(torch.get_num_threads(), 1),
        >= 1 => threads.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(threads), threads, $"threads is {threads}. Allowed: at least 1, or null for as many as torch uses."),
    };

    /// <summary>As <see cref="Run{TState}"/>, on as many threads as there are cores, where a thread keeps nothing.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Run(int count, Action<int> item, CancellationToken cancellation = default) =>
        Run(count, Environment.ProcessorCount, () => item, (index, each) => each(index), cancellation);

    /// <summary>Runs <paramref name="item"/> for 0 to <paramref name="count"/> - 1. Of several failures the one of the lowest index is thrown, as a plain loop would.</summary>
    /// <typeparam name="TState">What a thread keeps from item to item.</typeparam>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Run<TState>(int count, int threads, Func<TState> start, Action<int, TState> item, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int next = -1, failedAt = int.MaxValue;
        ExceptionDispatchInfo? failure = null;
        object gate = new();
        threads = Math.Min(threads, count);
        if (threads <= 1) Work();
        else Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work());
        failure?.Throw();
        cancellation.ThrowIfCancellationRequested();

        void Work()
        {
            TState state = start();
            // Items are handed out in order, so every item before a failed one still runs.
            while (Volatile.Read(ref failedAt) == int.MaxValue && !cancellation.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < count)
            {
                try
                {
                    item(i, state);
                }
#pragma warning disable CA1031 // Nothing is swallowed: the failure of the lowest index is thrown after all threads have ended.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    lock (gate)
                    {
                        if (i < failedAt) (failedAt, failure) = (i, ExceptionDispatchInfo.Capture(error));
                    }
                }
            }
        }
    }
}
