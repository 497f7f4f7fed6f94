using Scenes.Data.Samples;
using Scenes.Imaging;
using Scenes.Runner.Pretraining.Pictures;
using Scenes.Runtime;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Runner.Pretraining;

/// <summary>The pictures that miniature networks are pretrained on, drawn into memory.</summary>
internal static class PretrainingPictures
{
    /// <summary>Draws one part.</summary>
    /// <param name="seed">Seed of the pretraining.</param>
    /// <param name="part">Name of the part; part of each picture's seed.</param>
    /// <param name="perKind">Pictures of each kind.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <returns>Bytes N x 3 x size x size with their kinds as labels.</returns>
    public static TrainingSet Draw(long seed, string part, int perKind, int size)
    {
        int kinds = PictureKinds.All.Length;
        var pixels = new byte[kinds * perKind * 3 * size * size];
        Parallel.For(0, kinds * perKind, at =>
        {
            (string name, Action<Canvas, Dice> paint) = PictureKinds.All[at % kinds];
            byte[] rows = ScenePainter.Draw(paint, Seeds.Derive(seed, $"{part}/{name}/{at / kinds}"), size);
            Planes(rows, pixels.AsSpan(at * rows.Length, rows.Length));
        });
        long[] labels = [.. Enumerable.Range(0, kinds * perKind).Select(at => (long)(at % kinds))];
        return TrainingSet.InMemory(tensor(pixels, [labels.Length, 3, size, size]).DetachFromDisposeScope(), labels, ContentHash.OfBytes(pixels));
    }

    /// <summary>A set as a miniature sees it.</summary>
    public static TrainingSet Prepared(TrainingSet set, Preprocessing preprocessing, Augmentation augmentation) => set.With((images, generator) =>
    {
        using Tensor changed = augmentation.Apply(images, generator);
        return Normalisation.Apply(changed, preprocessing);
    });

    /// <summary>Pixel after pixel to channel after channel.</summary>
    private static void Planes(ReadOnlySpan<byte> rows, Span<byte> planes)
    {
        int count = rows.Length / 3;
        for (int i = 0; i < count; i++)
            for (int channel = 0; channel < 3; channel++)
                planes[channel * count + i] = rows[3 * i + channel];
    }
}
