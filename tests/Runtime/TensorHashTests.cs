using System.Security.Cryptography;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Tests.Runtime;

public sealed class TensorHashTests
{
    [Fact]
    public void Append_InPieces_IsTheHashOfAllBytes()
    {
        using var scope = NewDisposeScope();
        Tensor values = arange(35, dtype: ScalarType.Float32).reshape(7, 5);
        string whole = Convert.ToHexStringLower(SHA256.HashData(values.bytes));
        Assert.All((long[])[1, 20, 50, 1000], bytes => Assert.Equal(whole, Hash(values, bytes))); // less than a row, a row, two rows, all
        Assert.Equal(Hash(values.t().contiguous(), 1000), Hash(values.t(), 1)); // whatever the strides
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(2.5f))), Hash(tensor(2.5f), 1));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([])), Hash(zeros(0, 3), 1));
    }

    private static string Hash(Tensor values, long bytesAtOnce)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.Append(values, bytesAtOnce);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
