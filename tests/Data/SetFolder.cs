using System.Globalization;

namespace Scenes.Tests.Data;

/// <summary>A folder of files made up for one test. The index reads bytes, not pixels, so any bytes will do.</summary>
internal sealed class SetFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("scenes-set-").FullName;

    public SetFolder Add(string name, string? content = null)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content ?? name);
        return this;
    }

    public SetFolder AddMany(string folder, int count)
    {
        for (int i = 0; i < count; i++) Add(string.Create(CultureInfo.InvariantCulture, $"{folder}/{i}.jpg"));
        return this;
    }

    public SetFolder AddFolder(string name)
    {
        Directory.CreateDirectory(Path.Combine(Root, name));
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
