using System.Globalization;
using System.Security.Cryptography;
using Scenes.Runtime;

namespace Scenes.Features;

/// <summary>Writes a feature file chunk by chunk under a temporary name and goes on where a killed process stopped.</summary>
/// <remarks>A journal beside the temporary file holds the checksum of every finished chunk. What it does not vouch for is cut off.</remarks>
internal sealed class FeatureFileWriter : IDisposable
{
    private readonly string path;
    private readonly FeatureFileLayout layout;
    private readonly int headerBytes;
    private readonly FileStream data;
    private readonly StreamWriter journal;

    private FeatureFileWriter(string path, FeatureFileLayout layout)
    {
        this.path = path;
        this.layout = layout;
        headerBytes = layout.Header(null).Length;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        data = new FileStream(PartialName(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        try
        {
            List<string> kept = Recover();
            AtomicFile.WriteText(JournalName(path), string.Concat(kept.Select(line => line + "\n")));
            journal = new StreamWriter(JournalName(path), append: true);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Rows that are safe on disk.</summary>
    public int RowsDone { get; private set; }

    public static string PartialName(string path) => path + ".partial";

    public static string JournalName(string path) => path + ".journal";

    public static FeatureFileWriter Resume(string path, FeatureFileLayout layout) => new(path, layout);

    /// <summary>Adds rows and flushes them to disk before the journal names them.</summary>
    public void Append(ReadOnlySpan<byte> rows)
    {
        int count = rows.Length / layout.RowBytes;
        if (count * layout.RowBytes != rows.Length || RowsDone + count > layout.Key.Count)
            throw new ArgumentException($"{rows.Length} bytes after {RowsDone} of {layout.Key.Count} rows; expected whole rows of {layout.RowBytes} bytes.");
        data.Write(rows);
        data.Flush(flushToDisk: true);
        journal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} {ContentHash.OfBytes(rows)}"));
        journal.Flush();
        RowsDone += count;
    }

    /// <summary>Fills in the checksum and gives the file its final name.</summary>
    public void Complete()
    {
        if (RowsDone != layout.Key.Count) throw new InvalidOperationException($"{RowsDone} of {layout.Key.Count} rows are written.");
        data.Position = headerBytes;
        string checksum = Convert.ToHexStringLower(SHA256.HashData(data));
        data.Position = 0;
        data.Write(layout.Header(checksum));
        data.Flush(flushToDisk: true);
        Dispose();
        File.Move(PartialName(path), path, overwrite: true);
        File.Delete(JournalName(path));
    }

    public void Dispose()
    {
        try
        {
            data.Dispose(); // writes what is buffered, which a full disk refuses
        }
        finally
        {
            journal.Dispose();
        }
    }

    private List<string> Recover()
    {
        var kept = new List<string>();
        byte[] found = new byte[headerBytes];
        bool sameHeader = data.ReadAtLeast(found, headerBytes, throwOnEndOfStream: false) == headerBytes && layout.IsHeader(found); // it has a checksum where the name alone was missing
        string journalPath = JournalName(path);
        if (sameHeader && File.Exists(journalPath))
        {
            byte[] buffer = [];
            foreach (string line in File.ReadLines(journalPath))
            {
                string[] fields = line.Split(' ');
                if (fields.Length != 2 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
                    || rows == 0 || rows > layout.Key.Count - RowsDone) break;
                long bytes = (long)rows * layout.RowBytes;
                if (bytes > Math.Min(data.Length - data.Position, Array.MaxLength)) break;
                if (buffer.Length < bytes) buffer = new byte[bytes];
                data.ReadExactly(buffer, 0, (int)bytes);
                if (ContentHash.OfBytes(buffer.AsSpan(0, (int)bytes)) != fields[1]) break;
                RowsDone += rows;
                kept.Add(line);
            }
        }
        data.SetLength(headerBytes + (long)RowsDone * layout.RowBytes);
        data.Position = 0;
        data.Write(layout.Header(null));
        data.Flush(); // other processes read there how much room the file will take
        data.Seek(0, SeekOrigin.End);
        return kept;
    }
}
