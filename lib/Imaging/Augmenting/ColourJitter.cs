using System.Numerics.Tensors;

namespace Scenes.Imaging.Augmenting;

/// <summary>Brightness, contrast and saturation as torchvision's adjust functions compute them on floats.</summary>
internal sealed class ColourJitter(int pixels)
{
    // Luma of ITU-R BT.601, in torchvision's rounding.
    private const float Red = 0.2989f, Green = 0.587f, Blue = 0.114f;

    private readonly float[] grey = new float[pixels];

    /// <summary>Changes three planes in place.</summary>
    /// <param name="planes">3 x pixels values from 0 to <paramref name="top"/>.</param>
    /// <param name="change">The factors.</param>
    /// <param name="top">White: 1 or 255. Results are kept within 0 and this.</param>
    public void Apply(Span<float> planes, ImageChange change, float top)
    {
        if (change.Brightness != 1)
        {
            TensorPrimitives.Multiply(planes, change.Brightness, planes);
            TensorPrimitives.Min(planes, top, planes);
        }
        if (change.Contrast != 1)
        {
            Grey(planes);
            float mean = TensorPrimitives.Sum<float>(grey) / pixels;
            TensorPrimitives.Multiply(planes, change.Contrast, planes);
            TensorPrimitives.Add(planes, mean * (1 - change.Contrast), planes);
            Clamp(planes, top);
        }
        if (change.Saturation != 1)
        {
            Grey(planes);
            TensorPrimitives.Multiply(grey, 1 - change.Saturation, grey);
            for (int channel = 0; channel < 3; channel++)
            {
                Span<float> plane = planes.Slice(channel * pixels, pixels);
                TensorPrimitives.MultiplyAdd(plane, change.Saturation, grey, plane);
            }
            Clamp(planes, top);
        }
    }

    private static void Clamp(Span<float> planes, float top)
    {
        TensorPrimitives.Max(planes, 0f, planes);
        TensorPrimitives.Min(planes, top, planes);
    }

    private void Grey(ReadOnlySpan<float> planes)
    {
        TensorPrimitives.Multiply(planes[..pixels], Red, grey);
        TensorPrimitives.MultiplyAdd(planes.Slice(pixels, pixels), Green, grey, grey);
        TensorPrimitives.MultiplyAdd(planes.Slice(2 * pixels, pixels), Blue, grey, grey);
    }
}
