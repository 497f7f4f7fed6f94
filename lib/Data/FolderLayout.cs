using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>Reads the folder layouts that image sets come in: split folders with class folders inside, or class folders alone.</summary>
internal sealed class FolderLayout
{
    private static readonly Dictionary<string, SceneSplit> SplitNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["seg_train"] = SceneSplit.Train,
        ["train"] = SceneSplit.Train,
        ["training"] = SceneSplit.Train,
        ["seg_val"] = SceneSplit.Validation,
        ["val"] = SceneSplit.Validation,
        ["valid"] = SceneSplit.Validation,
        ["validation"] = SceneSplit.Validation,
        ["seg_test"] = SceneSplit.Test,
        ["test"] = SceneSplit.Test,
        ["testing"] = SceneSplit.Test,
        ["seg_pred"] = SceneSplit.Unlabelled,
        ["unlabelled"] = SceneSplit.Unlabelled,
        ["unlabeled"] = SceneSplit.Unlabelled,
    };

    private static readonly HashSet<string> ImageExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".dib",
    };

    private readonly string root;
    private readonly List<FoundImage> images = [];
    private readonly List<string> ignored = [];

    private FolderLayout(string root) => this.root = root;

    /// <summary>Finds the images of a folder.</summary>
    /// <exception cref="InvalidDataException">The folder is in none of the known layouts; the message says where and why.</exception>
    public static FoundSet Read(string root)
    {
        var layout = new FolderLayout(root);
        layout.ReadRoot();
        return new FoundSet(layout.images, layout.ignored);
    }

    /// <summary>Whether a file counts as an image by its name, or by its first bytes where the name has no extension. A pipe or a device does not. What it really is, decoding decides.</summary>
    public static bool IsImage(string path) =>
        Path.GetExtension(path) is { Length: > 0 } extension ? ImageExtensions.Contains(extension) && !RegularFile.IsOther(path) : BeginsAsImage(path);

    private static bool BeginsAsImage(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: > 0 } || RegularFile.IsOther(path)) return false;
            using FileStream file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[12];
            int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            ImageFormat? format = ImageHeader.FormatOf(start[..count]);
            return format == ImageFormat.Bmp ? !start[6..10].ContainsAnyExcept((byte)0) : format is not null; // text may begin with BM too
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a file or folder counts at all: not what systems hide or leave behind.</summary>
    public static bool IsVisible(string path) =>
        Path.GetFileName(path) is not ['.', ..] and not "__MACOSX" and not "Thumbs.db" and not "desktop.ini";

    private void ReadRoot()
    {
        foreach (string file in Files(root))
            if (SplitNames.ContainsKey(Path.GetFileName(file)))
                throw new InvalidDataException(
                    $"{file} is a file; expected a folder with one folder of images per class. Unpack the set again.");
        var folders = Folders(root);
        var splits = folders.Where(folder => SplitNames.ContainsKey(Path.GetFileName(folder))).ToList();
        if (splits.Exists(LooksLikeSplit)) ReadSplits(folders, splits);
        else ReadClasses(root, SceneSplit.Train);
    }

    /// <summary>A folder that holds images and nothing else may be a class that happens to be called "train".</summary>
    private static bool LooksLikeSplit(string folder) =>
        Path.GetFileName(folder).StartsWith("seg_", StringComparison.OrdinalIgnoreCase)
        || Folders(folder).Count > 0
        || !Files(folder).Any(IsImage);

    private void ReadSplits(List<string> folders, List<string> splits)
    {
        ignored.AddRange(folders.Except(splits).Select(folder => NameOf(folder) + "/"));
        ignored.AddRange(Files(root).Select(NameOf));
        var bySplit = splits.ToLookup(folder => SplitNames[Path.GetFileName(folder)]);
        foreach (var group in bySplit)
            if (group.Skip(1).Any())
                throw new InvalidDataException($"{root} has several folders for one split: {FileNames(group)}. Keep one.");
        if (!bySplit.Contains(SceneSplit.Train))
            throw new InvalidDataException(
                $"{root} has {FileNames(splits)} but no training images; expected a folder seg_train or train beside them.");
        foreach (var group in bySplit)
        {
            string folder = WithoutDoubling(group.First());
            if (group.Key == SceneSplit.Unlabelled) ReadImages(folder, null, SceneSplit.Unlabelled);
            else ReadClasses(folder, group.Key);
        }
    }

    private void ReadClasses(string folder, SceneSplit split)
    {
        var classes = Folders(folder);
        var loose = Files(folder);
        string? image = loose.Find(IsImage);
        if (image is not null)
            throw new InvalidDataException($"{image} lies where a class folder is expected. Put every image into the folder of its class"
                + (split == SceneSplit.Test ? ", or name the folder seg_pred if its images have no labels." : "."));
        if (classes.Count == 0) throw new InvalidDataException($"{folder} holds no images; expected one folder of images per class.");
        ignored.AddRange(loose.Select(NameOf));
        foreach (string path in classes)
            if (ReadImages(path, Path.GetFileName(path), split) == 0)
                throw new InvalidDataException(
                    $"Class folder {path} holds no image ({string.Join(", ", ImageExtensions)}). Add images or remove the folder.");
    }

    private int ReadImages(string folder, string? className, SceneSplit split)
    {
        if (Folders(folder) is [string inner, ..])
            throw new InvalidDataException($"{inner} is a folder; expected images in {folder}. "
                + "Known layouts: seg_train, seg_test, seg_pred or train, val, test with class folders inside; or class folders alone.");
        int before = images.Count;
        foreach (string file in Files(folder))
            if (IsImage(file)) images.Add(new FoundImage(file, NameOf(file), className, split));
            else ignored.Add(NameOf(file));
        return images.Count - before;
    }

    /// <summary>The Kaggle download unpacks to seg_train/seg_train/…</summary>
    private static string WithoutDoubling(string folder)
    {
        string inner = Path.Combine(folder, Path.GetFileName(folder));
        return Folders(folder) is [string only] && only == inner && !Files(folder).Any(IsImage) ? inner : folder;
    }

    private string NameOf(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static List<string> Folders(string folder) => Visible(Directory.EnumerateDirectories(folder));

    private static List<string> Files(string folder) => Visible(Directory.EnumerateFiles(folder));

    private static List<string> Visible(IEnumerable<string> paths) => [.. paths.Where(IsVisible).Order(StringComparer.Ordinal)];

    private static string FileNames(IEnumerable<string> paths) => string.Join(", ", paths.Select(Path.GetFileName));
}
