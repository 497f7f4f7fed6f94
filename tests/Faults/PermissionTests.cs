using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.Versioning;
using Scenes.Imaging;

namespace Scenes.Tests.Faults;

/// <summary>Folders and files that may not be read or written: each way in says which and that access is denied, not that nothing is there, and what can be done is done.</summary>
[Collection(FaultsAlone.Name)]
public sealed class PermissionTests(FaultTable table) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-permission-").FullName;

    [Fact]
    public async Task EachWayIn_WithoutPermission_NamesTheFileAndHarmsNothing()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Permissions are those of Unix.");
        Assert.SkipWhen(!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess && !IsOpenToOthers(AppContext.BaseDirectory), "Only root may enter a folder above these tests, so no other user can run them. Clone to another folder.");
        Prepare();
        using Process child = await ChildJob.StartAsync("nobody", folder, new Uri("http://127.0.0.1:1/set.zip"));
        string[][] said = [.. (await ChildJob.FinishAsync(child)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
        var expected = new Dictionary<string, string>
        {
            ["open a set"] = "secret.jpg",
            ["decode"] = "secret.jpg",
            ["write a text"] = "text.txt",
            ["unpack"] = "unpacked",
            ["cache"] = "readable",
            ["download"] = "done.partial",
            ["read a card"] = "locked",
            ["open a locked set"] = "locked",
            ["load weights"] = "locked",
            ["save a model"] = "model",
            ["predict secret.jpg"] = "secret.jpg",
            ["predict locked"] = "locked",
        };
        FaultRow counts = table.Row("folder or file without permission");
        foreach ((string what, string named) in expected)
        {
            counts.Tried++;
            string[] row = Assert.Single(said, row => row[0] == what);
            Assert.True(row[1] == "error" && row[2].Contains(named, StringComparison.Ordinal) && row[2].Contains("denied", StringComparison.Ordinal), string.Join(": ", row));
            counts.Refused++;
        }
        Assert.Equal("read", Assert.Single(said, row => row[0] == "predict 0.jpg")[1]);
        Assert.Equal(["text.txt"], Directory.GetFileSystemEntries(Path.Combine(folder, "readable")).Select(Path.GetFileName));
        Assert.Equal("old", File.ReadAllText(Path.Combine(folder, "readable", "text.txt")));
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows()) return;
        Allow(folder, "rwx");
        foreach (string closed in Directory.EnumerateFileSystemEntries(folder)) if (Directory.Exists(closed)) Allow(closed, "rwx");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Whether other users may enter a folder and all above it.</summary>
    [UnsupportedOSPlatform("windows")]
    private static bool IsOpenToOthers(string path)
    {
        for (DirectoryInfo? folder = new(path); folder is not null; folder = folder.Parent)
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }

    private void Prepare()
    {
        foreach (string name in new[] { "set/a", "set/b", "locked", "readable" }) Directory.CreateDirectory(Path.Combine(folder, name));
        for (int i = 0; i < 6; i++) File.WriteAllBytes(Path.Combine(folder, "set", i % 2 == 0 ? "a" : "b", $"{i}.jpg"), ImageFile.EncodeJpeg(Data.TestPictures.Blobs(i, 20, 20)));
        string secret = Path.Combine(folder, "set", "a", "secret.jpg");
        File.Copy(Path.Combine(folder, "set", "a", "0.jpg"), secret);
        File.WriteAllText(Path.Combine(folder, "readable", "text.txt"), "old");
        Directory.CreateDirectory(Path.Combine(folder, "locked", "set"));
        foreach (string name in new[] { "card.json", "net.safetensors" }) File.WriteAllText(Path.Combine(folder, "locked", name), "{}");
        using (var zip = new ZipArchive(File.Create(Path.Combine(folder, "set.zip")), ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("a/0.txt").Open())) writer.Write("text");
        Allow(secret, "");
        Allow(Path.Combine(folder, "locked"), "");
        Allow(Path.Combine(folder, "readable"), "rx");
        Allow(folder, "rx");
    }

    /// <summary>Sets what everyone may do, the owner too.</summary>
    private static void Allow(string path, string what)
    {
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(path, (what.Contains('r', StringComparison.Ordinal) ? Read : 0) | (what.Contains('w', StringComparison.Ordinal) ? Write : 0) | (what.Contains('x', StringComparison.Ordinal) ? Enter : 0));
    }
}
