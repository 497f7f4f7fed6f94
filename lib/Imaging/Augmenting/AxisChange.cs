namespace Scenes.Imaging.Augmenting;

/// <summary>Where the pixels of one axis come from: a crop, then a shift, then a flip.</summary>
/// <param name="Flip">Whether the axis is reversed.</param>
/// <param name="Shift">Pixels the source moves; the edge is reflected without being repeated.</param>
/// <param name="CropStart">First edge of the crop in pixels.</param>
/// <param name="CropShare">Length of the crop, 1 for the whole axis.</param>
internal readonly record struct AxisChange(bool Flip, int Shift, double CropStart, double CropShare)
{
    /// <summary>Writes for each output pixel the input pixel before it and the weight of the one after it; the last pixel has none after it and weight 0.</summary>
    public void Sample(Span<int> before, Span<float> weight)
    {
        int last = before.Length - 1;
        for (int i = 0; i <= last; i++)
        {
            double at = Math.Abs((Flip ? last - i : i) + Shift);
            if (at > last) at = 2 * last - at;
            // Pixel centres: the middle of output pixel i lies at i + 1/2.
            if (CropShare < 1) at = Math.Clamp(CropStart + (at + 0.5) * CropShare - 0.5, 0, last);
            before[i] = (int)at;
            weight[i] = (float)(at - before[i]);
        }
    }
}
