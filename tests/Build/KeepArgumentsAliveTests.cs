using System.Diagnostics;
using TorchSharp;

namespace Scenes.Tests.Build;

public sealed class KeepArgumentsAliveTests
{
    [Fact]
    public void TorchSharp_InTheOutput_IsCompiledWithoutOptimisation()
    {
        var attribute = (DebuggableAttribute)Attribute.GetCustomAttribute(typeof(torch).Assembly, typeof(DebuggableAttribute))!;
        Assert.True(attribute.IsJITOptimizerDisabled);
    }

    [Fact]
    public void Division_WhileAnotherThreadCausesCollections_ReadsItsOwnNumber()
    {
        const int Count = 60_000; // the assembly as shipped fails after 40,000 to 100,000
        bool ended = false;
        var allocating = new Thread(() =>
        {
            while (!Volatile.Read(ref ended)) GC.KeepAlive(new byte[10_000]);
        });
        allocating.Start();
        try
        {
            using torch.Tensor six = torch.full(1, 6f);
            for (int i = 0; i < Count; i++)
            {
                using torch.Tensor result = six / (1.0 + (i % 3));
                Assert.Equal(6f / (1 + (i % 3)), result.item<float>());
            }
        }
        finally
        {
            Volatile.Write(ref ended, true);
            allocating.Join();
        }
    }

    [Fact]
    public void Mark_TheAssemblyAsShipped_IsChangedOnce()
    {
        byte[] image = File.ReadAllBytes(typeof(torch).Assembly.Location);
        byte[] shipped = Unmarked(image);
        Assert.Null(KeepArgumentsAlive.Mark(shipped, out bool changed));
        Assert.True(changed);
        Assert.Equal(image, shipped);
        Assert.Null(KeepArgumentsAlive.Mark(shipped, out changed));
        Assert.False(changed);
    }

    [Fact]
    public void Mark_AssemblyWithoutTheAttribute_IsRefused()
    {
        string? problem = KeepArgumentsAlive.Mark(new byte[1000], out bool changed);
        Assert.False(changed);
        Assert.Contains("DebuggableAttribute", problem, StringComparison.Ordinal);
    }

    private static byte[] Unmarked(byte[] image)
    {
        byte[] shipped = [.. image];
        int at = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[8, 1, 0, 3, 1, 0, 0, 0, 0]);
        shipped[at + 3] = 2;
        shipped[at + 4] = 0;
        return shipped;
    }
}
