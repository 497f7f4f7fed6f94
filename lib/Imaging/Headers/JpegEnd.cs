namespace Scenes.Imaging.Headers;

/// <summary>Looks for the end of a JPEG behind its scans (ITU-T T.81, annex B), for a decoder that fills what is missing without a word.</summary>
internal static class JpegEnd
{
    private const int StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, FirstUsed = 0xC0, Fill = 0xFF;

    /// <summary>Whether the image has a scan and an end behind it; bytes behind that end, as in motion photos, do not count.</summary>
    /// <param name="bytes">A whole file.</param>
    public static bool IsReached(ReadOnlySpan<byte> bytes)
    {
        bool hasScan = false;
        for (int at = 2; at < bytes.Length;)
        {
            // Passes over the data of a scan, and over what stands between segments but is no marker.
            int skipped = bytes[at..].IndexOf((byte)0xFF);
            if (skipped < 0 || at + skipped + 1 >= bytes.Length) return false;
            at += skipped;
            int marker = bytes[at + 1];
            if (marker == Fill)
            {
                at++;
                continue;
            }
            if (marker is < FirstUsed or >= 0xD0 and <= 0xD7)
            {
                at += 2; // a 0xFF in the data of a scan, or a restart: neither has a length
                continue;
            }
            if (marker == EndOfImage) return hasScan;
            if (marker == StartOfImage || at + 4 > bytes.Length) return false; // another image, or nothing, in place of the end
            hasScan |= marker == StartOfScan;
            at += 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
        }
        return false;
    }
}
