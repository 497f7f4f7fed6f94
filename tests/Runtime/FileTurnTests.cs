using Scenes.Runtime;

namespace Scenes.Tests.Runtime;

public sealed class FileTurnTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2); // a busy machine gives turns slowly

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-turn-").FullName;

    private string Held => Path.Combine(folder, ".lock");

    [Fact]
    public async Task Wait_ManyAtOnce_LetsInOneAtATimeAndLeavesNoFile()
    {
        int inside = 0, most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 25; i++)
            {
                using FileTurn turn = FileTurn.Wait(Held, Patience);
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Thread.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));
        Assert.Equal(1, most);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Wait_HeldTooLong_SaysSo()
    {
        using FileTurn turn = FileTurn.Wait(Held, Patience);
        Assert.Contains($"{Held} is held", Assert.Throws<IOException>(() => FileTurn.Wait(Held, TimeSpan.Zero)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
