using Scenes.Backbones;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Evaluation;

/// <summary>
/// The folder of a saved model: <c>card.json</c> and <c>head-HASH.safetensors</c>. A new folder appears under its name when it is complete.
/// In one that is there, be it empty, the new head is laid beside the old, then the card is replaced in one step: whatever happens, one whole model is there.
/// Of several processes that save to one folder each waits for its turn; the last model stays.
/// </summary>
internal static class ModelFolder
{
    private const string HeadPrefix = "head-", HeadExtension = ".safetensors", LockName = ".lock";
    private const int HashDigits = 16, GuidDigits = 32;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1), LongestTurn = TimeSpan.FromMinutes(1);

    public static string HeadPath(string folder, ModelCard card) => Path.Combine(Path.GetFullPath(folder), HeadName(card.Head.Sha256));

    /// <summary>Throws where a model cannot be saved; asked before hours of training.</summary>
    /// <exception cref="IOException">There is something else under this name, or nothing can be written there.</exception>
    public static void CheckTarget(string folder)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target)) throw new IOException($"{target} is a file; expected a folder for the model, or a name that is free.");
        if (IsInUse(target) && !File.Exists(Path.Combine(target, ModelCard.FileName)))
            throw new IOException($"{target} is not empty and holds no saved model. Choose another folder, or empty it.");
        CheckWritable(target);
    }

    /// <summary>Makes a file and removes it, in the folder or in the nearest one above that is there.</summary>
    private static void CheckWritable(string target)
    {
        string folder = target;
        while (!Directory.Exists(folder)) folder = Path.GetDirectoryName(folder)!;
        try
        {
            File.Create(Path.Combine(folder, $".{Guid.NewGuid():N}.partial"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"A model cannot be saved as {target}: nothing can be written in {folder} ({error.Message}). Choose another folder.", error);
        }
    }

    /// <summary>Writes a model.</summary>
    /// <returns>The card with the hash of the written head.</returns>
    /// <exception cref="IOException">The folder holds something else, or cannot be written; what was there is untouched.</exception>
    public static ModelCard Write(string folder, ModelCard card, IReadOnlyDictionary<string, Tensor> head)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        CheckTarget(target);
        if (Directory.Exists(target)) return Replace(target, card, head);
        string partial = $"{target}.{Guid.NewGuid():N}.partial";
        Directory.CreateDirectory(partial);
        try
        {
            card = WriteHead(partial, card, head);
            AtomicFile.WriteText(Path.Combine(partial, ModelCard.FileName), card.ToJson());
            if (Publish(partial, target)) return card;
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            RemoveAbandoned(target);
        }
        CheckTarget(target);
        return Replace(target, card, head);
    }

    /// <summary>Gives a new folder its name.</summary>
    /// <returns>False where another process has made a folder of this name meanwhile.</returns>
    private static bool Publish(string partial, string target)
    {
        try
        {
            Directory.Move(partial, target);
            return true;
        }
        catch (IOException) when (Directory.Exists(target))
        {
            return false;
        }
    }

    /// <summary>What a killed process left long ago. A young folder may be another process's that is still writing.</summary>
    private static void RemoveAbandoned(string target)
    {
        DateTime before = TimeProvider.System.GetUtcNow().UtcDateTime - Abandoned;
        foreach (string partial in Directory.GetDirectories(Path.GetDirectoryName(target)!))
        {
            bool ours = partial.StartsWith(target + ".", StringComparison.Ordinal) && partial.EndsWith(".partial", StringComparison.Ordinal);
            if (ours && Directory.GetLastWriteTimeUtc(partial) < before) Directory.Delete(partial, recursive: true);
        }
    }

    private static ModelCard Replace(string target, ModelCard card, IReadOnlyDictionary<string, Tensor> head)
    {
        using FileTurn turn = FileTurn.Wait(Path.Combine(target, LockName), LongestTurn);
        card = WriteHead(target, card, head);
        AtomicFile.WriteText(Path.Combine(target, ModelCard.FileName), card.ToJson());
        foreach (string other in Directory.EnumerateFiles(target))
            if (IsHead(Path.GetFileName(other)) && Path.GetFileName(other) != HeadName(card.Head.Sha256)) File.Delete(other);
        return card;
    }

    private static ModelCard WriteHead(string folder, ModelCard card, IReadOnlyDictionary<string, Tensor> head)
    {
        string unnamed = Path.Combine(folder, $"{HeadPrefix}{Guid.NewGuid():N}{HeadExtension}");
        SafetensorsFile.Write(unnamed, head);
        card = card with { Head = card.Head with { Sha256 = ContentHash.OfFile(unnamed) } };
        File.Move(unnamed, HeadPath(folder, card), overwrite: true);
        return card;
    }

    /// <summary>Whether something lies there that is no part of a model on its way into an empty folder.</summary>
    private static bool IsInUse(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => !IsUnfinished(Path.GetFileName(entry)));

    private static bool IsUnfinished(string name) =>
        name == LockName || IsHead(name) || (name.StartsWith(ModelCard.FileName, StringComparison.Ordinal) && name.EndsWith(".partial", StringComparison.Ordinal));

    /// <summary>Whether this class gave a file its name: other files that begin so are the user's.</summary>
    private static bool IsHead(string name) =>
        name.StartsWith(HeadPrefix, StringComparison.Ordinal) && name.EndsWith(HeadExtension, StringComparison.Ordinal)
        && name[HeadPrefix.Length..^HeadExtension.Length] is { Length: HashDigits or GuidDigits } middle && middle.All(char.IsAsciiHexDigitLower);

    private static string HeadName(string hash) => $"{HeadPrefix}{hash[..HashDigits]}{HeadExtension}";
}
