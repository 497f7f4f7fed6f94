using Scenes.Imaging.Augmenting;
using Scenes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Imaging;

/// <summary>Random changes to training images that leave their label true. Every image of a batch gets its own.</summary>
/// <remarks>
/// In this order: random resized crop, shift, flip, then brightness, contrast and saturation. Crop and shift follow torchvision's
/// RandomResizedCrop and RandomCrop with reflected padding, except that the crop is not rounded to whole pixels and a shape that does not
/// fit is cut to the image instead of drawn again. Colours change as in torchvision's ColorJitter, in this fixed order and without hue.
/// </remarks>
/// <param name="FlipProbability">Probability of a left-right flip, 0 to 1.</param>
/// <param name="MaxShift">Pixels an image is moved at most, to each side; what becomes free is filled by reflection. 0 or more.</param>
/// <param name="MinCropArea">Smallest share of the area that a crop keeps, above 0, at most 1; the crop is resized to the old size. 1 means no crop.</param>
/// <param name="MaxCropAspect">The crop's width to height, relative to the image's, lies between 1 / this and this; at least 1. Not used where <paramref name="MinCropArea"/> is 1.</param>
/// <param name="Brightness">Brightness is multiplied by 1 - this to 1 + this; 0 to 1.</param>
/// <param name="Contrast">Distance from the mean grey is multiplied by 1 - this to 1 + this; 0 to 1.</param>
/// <param name="Saturation">Distance from each pixel's grey is multiplied by 1 - this to 1 + this; 0 to 1.</param>
public sealed record Augmentation(
    double FlipProbability = 0.5, int MaxShift = 0, double MinCropArea = 1, double MaxCropAspect = 4.0 / 3,
    double Brightness = 0, double Contrast = 0, double Saturation = 0)
{
    /// <summary>Leaves images as they are.</summary>
    public static Augmentation None { get; } = new(FlipProbability: 0);

    /// <summary>Whether any image can change.</summary>
    public bool IsNone => this is { FlipProbability: 0, MaxShift: 0, MinCropArea: 1, Brightness: 0, Contrast: 0, Saturation: 0 };

    /// <summary>Checks every value; <see cref="Apply"/> calls this first.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public Augmentation Validated()
    {
        Check(FlipProbability, 0, 1, nameof(FlipProbability));
        Check(MaxShift, 0, int.MaxValue / 2, nameof(MaxShift));
        Check(MinCropArea, 1e-4, 1, nameof(MinCropArea));
        Check(MaxCropAspect, 1, 100, nameof(MaxCropAspect));
        Check(Brightness, 0, 1, nameof(Brightness));
        Check(Contrast, 0, 1, nameof(Contrast));
        Check(Saturation, 0, 1, nameof(Saturation));
        return this;
    }

    /// <summary>Changes each image at random. It computes on the CPU, so that every device sees the same images.</summary>
    /// <param name="batch">N x 3 x H x W, RGB: uint8, or float32 in [0, 1]; before normalisation. It is not changed.</param>
    /// <param name="generator">A CPU generator. Each call draws the same count of numbers for an image, whatever is switched on.</param>
    /// <param name="threads">Threads that compute; by default as many as torch computes with. The result does not depend on it.</param>
    /// <returns>Shape, type and device of <paramref name="batch"/>.</returns>
    /// <exception cref="ArgumentException">A value of this record is out of range, or the batch has another shape or type, or is smaller than the shift.</exception>
    public Tensor Apply(Tensor batch, Generator generator, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(generator);
        Validated();
        long[] shape = batch.shape;
        if (shape.Length != 4 || shape[1] != 3 || batch.dtype is not (ScalarType.Byte or ScalarType.Float32))
            throw new ArgumentException($"The batch is {batch.dtype} of shape [{string.Join(", ", shape)}]. Give N x 3 x H x W bytes or floats.", nameof(batch));
        (int count, int height, int width) = ((int)shape[0], (int)shape[2], (int)shape[3]);
        if (MaxShift >= Math.Min(height, width) && count > 0)
            throw new ArgumentException($"{nameof(MaxShift)} is {MaxShift} for images of {width} x {height} pixels. It must be less than the shorter side.", nameof(batch));
        using DisposeScope scope = NewDisposeScope();
        Tensor draws = rand(count, ImageChange.Draws, ScalarType.Float64, device: CPU, generator: generator);
        if (count == 0 || IsNone) return batch.clone().MoveToOuterDisposeScope();
        ImageChange[] changes = ImageChange.From(this, draws.data<double>().ToArray(), width, height);
        Tensor source = batch.cpu().contiguous(), target = empty_like(source);
        Change(source, target, changes, width, height, Workers.Count(threads));
        return target.to(batch.device).MoveToOuterDisposeScope();
    }

    private static unsafe void Change(Tensor source, Tensor target, ImageChange[] changes, int width, int height, int threads)
    {
        int imageValues = 3 * height * width;
        bool isByte = source.dtype == ScalarType.Byte;
        nint from = TensorMemory.Of(source), to = TensorMemory.Of(target);
        Workers.Run(changes.Length, threads, () => new ImageChanger(width, height), (i, changer) =>
        {
            nint offset = (nint)i * imageValues;
            if (isByte) changer.Change(new ReadOnlySpan<byte>((byte*)from + offset, imageValues), new Span<byte>((byte*)to + offset, imageValues), changes[i]);
            else changer.Change(new ReadOnlySpan<float>((float*)from + offset, imageValues), new Span<float>((float*)to + offset, imageValues), changes[i]);
        }, CancellationToken.None);
    }

    private static void Check(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentException(FormattableString.Invariant($"{nameof(Augmentation)}.{name} is {value}. Allowed: {least} to {most}."), name);
    }
}
