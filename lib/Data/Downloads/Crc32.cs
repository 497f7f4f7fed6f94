namespace Scenes.Data;

/// <summary>
/// The check sum of zip entries (ISO 3309, reflected polynomial 0xEDB88320). The framework unpacks entries without checking it.
/// </summary>
internal struct Crc32
{
    private static readonly uint[] Table = MakeTable();
    private uint inverted;

    public readonly uint Value => inverted ^ uint.MaxValue;

    public static Crc32 Start() => new() { inverted = uint.MaxValue };

    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = inverted;
        foreach (byte b in bytes) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        inverted = crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            table[i] = crc;
        }
        return table;
    }
}
