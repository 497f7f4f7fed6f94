using System.Security.Cryptography;
using System.Text;

namespace Scenes.Runtime;

/// <summary>SHA-256 of content, as 64 lower-case hexadecimal digits.</summary>
public static class ContentHash
{
    /// <summary>The hash of a file's bytes.</summary>
    /// <param name="path">A readable file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string OfFile(string path)
    {
        if (RegularFile.IsOther(path)) throw new IOException($"{path} is a pipe or a device; expected a file. Remove it, or name a file.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    /// <param name="text">Any text.</param>
    public static string OfText(string text) => OfBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>The hash of bytes.</summary>
    /// <param name="bytes">Any bytes.</param>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
