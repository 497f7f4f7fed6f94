using Scenes.Runtime;

namespace Scenes.Tests.Faults;

/// <summary>Files of every kind that the library reads, damaged in every way: refused, or read as what they hold.</summary>
[Collection(FaultsAlone.Name)]
public sealed class MutatedFilesTests(FaultTable table) : IDisposable
{
    private const long MemoryAllowed = 300L << 20;
    private const int Headline = 5; // the five kinds that the count is divided among; the others get as many each

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-mutated-").FullName;

    public static TheoryData<string> Kinds => [.. StoredFile.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_MutatedFile_IsRefusedOrReadAsItStands(string name)
    {
        StoredFile kind = StoredFile.All.Single(kind => kind.Name == name);
        string path = Path.Combine(folder, "file");
        kind.Make(path);
        kind.Read(path); // whole, it is read
        byte[] whole = File.ReadAllBytes(path);
        FaultRow row = table.Row($"mutated file: {name}");
        int count = Math.Max(FaultCount.Files / Headline, 1);
        foreach (int i in MemoryWatch.Watch(Enumerable.Range(0, count), MemoryAllowed))
        {
            var random = new Random((int)(Seeds.Derive(i, $"mutated {name}") & int.MaxValue));
            string damage = Damage.Kinds[i % Damage.Kinds.Length];
            File.WriteAllBytes(path, Damage.Apply(damage, whole, random));
            row.Tried++;
            try
            {
                kind.Read(path);
                row.Unharmed++;
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                Assert.True(error.Message.Contains(path, StringComparison.Ordinal), $"{name} {i} ({damage}) does not name the file: {error.Message}");
                row.Refused++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{name} {i} ({damage}): {error}");
            }
        }
        Assert.Equal((count, 0), (row.Tried, row.Lost));
        Assert.True(row.Refused > count / 4, $"only {row.Refused} of {count} refused");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
