using System.Globalization;
using System.Text;
using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>The index of an image set: which files, which labels, which split. Pixels are not read; bytes are, for their hashes.</summary>
public sealed class SceneDataset
{
    private SceneDataset(
        string root, bool hasOwnValidation, IReadOnlyList<string> classNames, List<SceneImage> images, IReadOnlyList<string> ignored)
    {
        Name = File.Exists(root) ? Path.GetFileNameWithoutExtension(root) : Path.GetFileName(root);
        Root = root;
        HasOwnValidation = hasOwnValidation;
        ClassNames = classNames;
        Images = images;
        Train = images.FindAll(image => image.Split == SceneSplit.Train);
        Validation = images.FindAll(image => image.Split == SceneSplit.Validation);
        Test = images.FindAll(image => image.Split == SceneSplit.Test);
        Unlabelled = images.FindAll(image => image.Split == SceneSplit.Unlabelled);
        Ignored = ignored;
        SplitId = Identify();
    }

    /// <summary>Name of the folder, or of the list without its extension.</summary>
    public string Name { get; }

    /// <summary>Absolute path of the folder or list.</summary>
    public string Root { get; }

    /// <summary>K class names in ordinal order; a label is an index into them.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>K, the number of classes; at least 2.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Every image, in ordinal order of names.</summary>
    public IReadOnlyList<SceneImage> Images { get; }

    /// <summary>Images to fit weights on; every class has at least one.</summary>
    public IReadOnlyList<SceneImage> Train { get; }

    /// <summary>
    /// Images for every choice: the set's own validation split, else a part of its training images. May lack a class in a small set; <see cref="ToString"/> then names it.
    /// </summary>
    public IReadOnlyList<SceneImage> Validation { get; }

    /// <summary>What the set says is for testing; empty where it says nothing. Read once, at the end.</summary>
    public IReadOnlyList<SceneImage> Test { get; }

    /// <summary>Images without a label.</summary>
    public IReadOnlyList<SceneImage> Unlabelled { get; }

    /// <summary>Whether the set brings a validation split of its own, so that none was taken from its training images.</summary>
    public bool HasOwnValidation { get; }

    /// <summary>Names of visible files and folders under the root that are no part of the set; a folder ends in a slash.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>
    /// Identifies the split: a hash of the class names and of content, label and split of every labelled image. Where the files lie
    /// has no say.
    /// </summary>
    public string SplitId { get; }

    /// <summary>The images of one split.</summary>
    /// <param name="split">Any split.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such split.</exception>
    public IReadOnlyList<SceneImage> Of(SceneSplit split) => split switch
    {
        SceneSplit.Train => Train,
        SceneSplit.Validation => Validation,
        SceneSplit.Test => Test,
        SceneSplit.Unlabelled => Unlabelled,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, $"Allowed: {string.Join(", ", Enum.GetNames<SceneSplit>())}."),
    };

    /// <summary>Reads the index of a set.</summary>
    /// <param name="path">
    /// A folder: <c>seg_train/ seg_test/ seg_pred/</c> as the Kaggle download unpacks (doubled or not), <c>train/ val/ test/</c>, each with
    /// one folder per class, or one folder per class alone. Or a list of files: .csv or .tsv with the columns path, label and, if wanted,
    /// split.
    /// </param>
    /// <param name="options">How validation images are chosen where the set brings none; null for a tenth with seed 0.</param>
    /// <exception cref="DirectoryNotFoundException">There is nothing at <paramref name="path"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// No known layout, an empty class, no images, fewer than two classes, or an empty side of the split.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The options are out of range.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file or a folder may not be read.</exception>
    public static SceneDataset Open(string path, SplitOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SplitOptions();
        options.Check();
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var found = Find(root);
        var trained = found.Images.Where(image => image.Split == SceneSplit.Train);
        string[] classNames = [.. trained.Select(image => image.ClassName!).Distinct().Order(StringComparer.Ordinal)];
        CheckClasses(root, found, classNames);
        bool hasOwnValidation = found.Images.Any(image => image.Split == SceneSplit.Validation);
        var rule = hasOwnValidation ? options with { ValidationFraction = 0 } : options;
        string[] hashes = HashAll(found.Images);
        var images = found.Images.Select((image, i) => new SceneImage(
            image.Path, image.Name, image.ClassName is null ? -1 : Array.IndexOf(classNames, image.ClassName),
            image.Split == SceneSplit.Train ? HashSplit.SideOf(hashes[i], rule) : image.Split, hashes[i]));
        var ordered = images.OrderBy(image => image.Name, StringComparer.Ordinal).ToList();
        var set = new SceneDataset(root, hasOwnValidation, classNames, ordered, found.Ignored);
        set.CheckSplit(rule);
        return set;
    }

    /// <summary>Decodes every labelled image, so that all unreadable ones are known before hours of computing and not one after the other.</summary>
    /// <param name="limits">What a file may ask of memory; by default <see cref="ImageLimits.Default"/>.</param>
    /// <param name="progress">Told the number of images looked at, every hundred.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ImageFormatException">Some cannot be read; the message lists up to 20 of them and says why.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void CheckReadable(ImageLimits? limits = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        const int MostListed = 20;
        SceneImage[] labelled = [.. Images.Where(image => image.Label >= 0)];
        string?[] problems = new string?[labelled.Length];
        EachImage.Run(labelled.Length, i => problems[i] = ImageFile.Problem(labelled[i].Path, limits ?? ImageLimits.Default), progress, cancellation);
        string[] found = [.. problems.OfType<string>()];
        if (found.Length == 0) return;
        string more = found.Length > MostListed ? $"\n  and {found.Length - MostListed} more" : "";
        throw new ImageFormatException($"{found.Length} of the {labelled.Length} images of {Root} cannot be read. Repair or remove them:\n  "
            + string.Join("\n  ", found.Take(MostListed)) + more);
    }

    /// <summary>The set in a line: its counts, what was ignored by extension, and classes that validation lacks.</summary>
    public override string ToString() => $"{Name}: {ClassCount} classes, {Train.Count} training, {Validation.Count} validation, "
        + $"{Test.Count} test and {Unlabelled.Count} unlabelled images{IgnoredCounts()}{Unvalidated()}";

    private string IgnoredCounts()
    {
        if (Ignored.Count == 0) return "";
        var kinds = Ignored.CountBy(name => name.EndsWith('/') ? "folders" : Path.GetExtension(name) is { Length: > 0 } extension ? extension.ToLowerInvariant() : "without extension");
        return $"; ignored: {string.Join(", ", kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Value} {kind.Key}"))}";
    }

    private string Unvalidated()
    {
        if (Validation.Count == 0) return "";
        var there = Validation.Select(image => image.Label).ToHashSet();
        string[] missing = [.. ClassNames.Where((_, label) => !there.Contains(label))];
        return missing.Length == 0 ? "" : $"; no validation image of {string.Join(", ", missing)}: what is chosen on validation does not know these classes";
    }

    private static FoundSet Find(string root)
    {
        if (Directory.Exists(root)) return FolderLayout.Read(root);
        if (!Presence.OfFile(root))
            throw new DirectoryNotFoundException(
                $"{root} does not exist; expected a folder of images. Run 'scenes fetch intel' to download the Intel set to data/intel.");
        if (Path.GetExtension(root).ToLowerInvariant() is ".csv" or ".tsv") return ListLayout.Read(root);
        throw new InvalidDataException(
            $"{root} is a file; expected a folder of images, or a list of files that ends in .csv or .tsv. Unpack an archive first.");
    }

    private static void CheckClasses(string root, FoundSet found, string[] classNames)
    {
        if (found.Images.Count == 0) throw new InvalidDataException($"{root} holds no images.");
        if (classNames.Length < 2)
            throw new InvalidDataException(
                $"{root} has {classNames.Length} class(es) with training images ({string.Join(", ", classNames)}); "
                + "a classifier needs two or more. If the set lies one folder deeper, open that folder.");
        var known = classNames.ToHashSet(StringComparer.Ordinal);
        var unknown = found.Images.FirstOrDefault(image => image.ClassName is not null && !known.Contains(image.ClassName));
        if (unknown is not null)
            throw new InvalidDataException($"{root}: class '{unknown.ClassName}' of {unknown.Name} has no training images; "
                + $"classes with training images: {string.Join(", ", classNames)}.");
    }

    private void CheckSplit(SplitOptions rule)
    {
        string advice = string.Create(CultureInfo.InvariantCulture, $"(validation fraction {rule.ValidationFraction}, seed {rule.Seed}). ")
            + "Use more images, another fraction or another seed.";
        var counts = Train.CountBy(image => image.Label).ToDictionary();
        for (int label = 0; label < ClassCount; label++)
            if (!counts.ContainsKey(label))
                throw new InvalidDataException($"{Root}: class '{ClassNames[label]}' has no training image left after the split {advice}");
        if (rule.ValidationFraction > 0 && Validation.Count == 0)
            throw new InvalidDataException($"{Root}: none of {Train.Count} training images fell to validation {advice}");
    }

    private static string[] HashAll(IReadOnlyList<FoundImage> images)
    {
        string[] hashes = new string[images.Count];
        Workers.Run(hashes.Length, i => hashes[i] = ContentHash.OfFile(images[i].Path));
        return hashes;
    }

    private string Identify()
    {
        var labelled = Images.Where(image => image.Label >= 0);
        var lines = labelled.Select(image => $"{image.ContentHash} {image.Label} {image.Split}").Order(StringComparer.Ordinal);
        return ContentHash.OfText(new StringBuilder().AppendJoin('/', ClassNames).Append('\n').AppendJoin('\n', lines).ToString());
    }
}
