using Scenes.Imaging;

namespace Scenes.Data;

/// <summary>Looks at every image of a set before anything is trained on it.</summary>
public static class DatasetAudit
{
    /// <summary>Decodes every image once and reports what is there and what is wrong.</summary>
    /// <param name="set">The set.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told the number of images looked at, every hundred.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are out of range.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static AuditReport Run(
        SceneDataset set, AuditOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        options ??= new AuditOptions();
        options.Check();
        var facts = new ImageFacts[set.Images.Count];
        EachImage.Run(facts.Length, i => facts[i] = ImageFacts.Read(set.Images[i], options.Limits), progress, cancellation);
        return Report(set, facts, options.NearDistance, cancellation);
    }

    private static AuditReport Report(SceneDataset set, ImageFacts[] facts, int distance, CancellationToken cancellation)
    {
        var readable = facts.Where(fact => fact.Header is not null).ToList();
        var sizes = Sizes(readable);
        var odd = readable.Where(fact => !IsOf(sizes[0], fact));
        var unreadable = facts.Where(fact => fact.Problem is not null);
        return new AuditReport
        {
            Name = set.Name,
            Root = set.Root,
            SplitId = set.SplitId,
            ClassNames = set.ClassNames,
            Classes = Classes(set),
            Sizes = sizes,
            Formats = Formats(readable),
            OddSizes = [.. odd.Select(fact => new OddSize(fact.Image, fact.Header!.Width, fact.Header.Height))],
            Misnamed = [.. readable.Where(IsMisnamed).Select(fact => new MisnamedImage(fact.Image, fact.Header!.Format))],
            Unreadable = [.. unreadable.Select(fact => new UnreadableImage(fact.Image, fact.Problem!))],
            Identical = DuplicateSearch.Identical(set.Images),
            NearDuplicates = DuplicateSearch.Near(facts, distance, cancellation),
            NearDistance = distance,
            Ignored = set.Ignored,
        };
    }

    private static List<ClassCount> Classes(SceneDataset set)
    {
        var byLabel = set.Images.ToLookup(image => image.Label);
        var rows = set.ClassNames.Select((name, label) => new ClassCount(name, SplitCounts.Of(byLabel[label]))).ToList();
        if (byLabel.Contains(-1)) rows.Add(new ClassCount(null, SplitCounts.Of(byLabel[-1])));
        return rows;
    }

    private static List<SizeCount> Sizes(IEnumerable<ImageFacts> readable) =>
    [
        .. from fact in readable
           group fact.Image by (fact.Header!.Width, fact.Header.Height) into same
           orderby same.Count() descending, same.Key.Width, same.Key.Height
           select new SizeCount(same.Key.Width, same.Key.Height, SplitCounts.Of(same)),
    ];

    private static List<FormatCount> Formats(IEnumerable<ImageFacts> readable) =>
    [
        .. from fact in readable
           group fact.Image by (fact.Header!.Format, fact.Header.Mode, fact.Header.BitsPerChannel, fact.Header.HasAlpha) into same
           orderby same.Count() descending, same.Key
           select new FormatCount(same.Key.Format, same.Key.Mode, same.Key.BitsPerChannel, same.Key.HasAlpha, SplitCounts.Of(same)),
    ];

    private static bool IsOf(SizeCount size, ImageFacts fact) => fact.Header!.Width == size.Width && fact.Header.Height == size.Height;

    private static bool IsMisnamed(ImageFacts fact) => Path.GetExtension(fact.Image.Name).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => fact.Header!.Format != ImageFormat.Jpeg,
        ".png" => fact.Header!.Format != ImageFormat.Png,
        ".webp" => fact.Header!.Format != ImageFormat.WebP,
        ".gif" => fact.Header!.Format != ImageFormat.Gif,
        ".bmp" or ".dib" => fact.Header!.Format != ImageFormat.Bmp,
        _ => false,
    };
}
