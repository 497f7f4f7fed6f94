namespace Scenes.Data;

/// <summary>A part of a remote file.</summary>
/// <param name="Offset">First byte, counted from 0.</param>
/// <param name="Length">Number of bytes, 1 or more.</param>
internal readonly record struct ByteSpan(long Offset, long Length)
{
    /// <summary>The byte after the last one.</summary>
    public long End => Offset + Length;
}
