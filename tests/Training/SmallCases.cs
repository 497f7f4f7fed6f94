using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

/// <summary>Sets and networks that train in milliseconds.</summary>
internal static class SmallCases
{
    /// <summary>Images of 3 x 8 x 8 whose class is the quarter that is bright.</summary>
    public static TrainingSet Quarters(int count, long seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor images = rand([count, 3, 8, 8], generator: generator);
        long[] labels = [.. Enumerable.Range(0, count).Select(image => (long)image % 4)];
        for (int image = 0; image < count; image++)
        {
            long top = labels[image] / 2 * 4, left = labels[image] % 2 * 4;
            images[image, .., (int)top..(int)(top + 4), (int)left..(int)(left + 4)].add_(0.5);
        }
        return TrainingSet.InMemory(images.DetachFromDisposeScope(), labels);
    }

    /// <summary>The same with noise added by the generator, as augmentation would.</summary>
    public static TrainingSet Noisy(int count, long seed)
    {
        TrainingSet plain = Quarters(count, seed);
        return new TrainingSet(indices =>
        {
            using var generator = new Generator(0);
            return plain.Inputs(indices, generator);
        }, plain.Labels, plain.Id)
        {
            Prepare = (batch, generator) => batch + (0.1 * randn(batch.shape, generator: generator)),
        };
    }

    /// <summary>Convolution, batch norm, dropout and a linear layer: one of everything that makes training differ from inference.</summary>
    public static nn.Module<Tensor, Tensor> Network(long seed, bool vector = false)
    {
        manual_seed(seed);
        return vector
            ? nn.Sequential(("flat", nn.Flatten()), ("head", nn.Linear(192, 4)))
            : nn.Sequential(
                ("conv", nn.Conv2d(3, 8, 3, padding: 1)), ("norm", nn.BatchNorm2d(8)), ("relu", nn.ReLU()),
                ("flat", nn.Flatten()), ("dropout", nn.Dropout(0.2)), ("head", nn.Linear(512, 4)));
    }

    /// <summary>Bytes of all weights and buffers.</summary>
    public static Dictionary<string, byte[]> Bytes(nn.Module network) =>
        network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().cpu().contiguous().bytes.ToArray());
}
