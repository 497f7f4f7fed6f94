using Scenes.Data;

namespace Scenes.Reporting;

/// <summary>Figures of what an audit found.</summary>
public static partial class Figures
{
    /// <summary>Ids and titles of all galleries that an audit can give.</summary>
    internal static readonly (string Id, string Title)[] AuditKinds =
    [
        ("audit-conflicts", "Same picture, two labels"), ("audit-leaks", "Same picture in two splits"), ("audit-identical", "Byte-identical files"),
        ("audit-near-duplicates", "Near-duplicates"), ("audit-odd-sizes", "Images of an unusual size"),
        ("audit-misnamed", "Images whose extension names another format"), ("audit-unreadable", "Files that cannot be read"),
    ];

    /// <summary>One gallery for each kind of finding that the audit made.</summary>
    /// <param name="report">What <see cref="DatasetAudit"/> found.</param>
    /// <param name="most">Most groups or photographs shown in each gallery, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    public static FigureGroup Audit(AuditReport report, int most = 12)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        DuplicateGroup[] groups = [.. report.Identical, .. report.NearDuplicates];
        GalleryFigure?[] galleries =
        [
            Groups(0, "At least one label of each group is wrong, or the classes overlap.",
                [.. groups.Where(group => group.HasConflictingLabels)], report, most),
            Groups(1, "A model can know these test or validation images from training.",
                [.. groups.Where(group => group.LeaksBetweenSplits)], report, most),
            Groups(2, Repeated(report.Identical), report.Identical, report, most),
            Groups(3, $"Perceptual hashes differ in at most {report.NearDistance} of {PerceptualHash.Bits} bits.", report.NearDuplicates, report, most),
            Single(4, report.Sizes is [var usual, ..] ? FormattableString.Invariant($"Most images have {usual.Width} x {usual.Height} pixels.") : "",
                [.. report.OddSizes.Select(odd => (odd.Image, $"{odd.Width} x {odd.Height}"))], report, most),
            Single(5, "The content decides how they are read.",
                [.. report.Misnamed.Select(misnamed => (misnamed.Image, $"is {misnamed.Format.ToString().ToUpperInvariant()}"))], report, most),
            Single(6, "Repair or remove them; training stops at the first.",
                [.. report.Unreadable.Select(unreadable => (unreadable.Image, unreadable.Reason))], report, most),
        ];
        return new FigureGroup([.. galleries.OfType<GalleryFigure>()], "The audit found nothing to show.");
    }

    private static GalleryFigure? Groups(int kind, string meaning, IReadOnlyList<DuplicateGroup> groups, AuditReport report, int most)
    {
        if (groups.Count == 0) return null;
        (string id, string title) = AuditKinds[kind];
        string summary = $"{Say.Many(groups.Count, "group")} with {Say.Many(groups.Sum(group => group.Images.Count), "image")}{Shown(groups.Count, most)}. {meaning}";
        var rows = groups.Take(most).Select((group, i) => new GalleryRow(
            $"Group {i + 1}{(group.LargestStep > 0 ? $", up to {group.LargestStep} bits apart" : "")}",
            [.. group.Images.Take(most).Select(image => AuditTile(image, Where(image, report)))]));
        return new GalleryFigure(id, title, summary, $"Gallery of {title}: {summary}", [.. rows]);
    }

    private static GalleryFigure? Single(
        int kind, string meaning, IReadOnlyList<(SceneImage Image, string Finding)> findings, AuditReport report, int most)
    {
        if (findings.Count == 0) return null;
        (string id, string title) = AuditKinds[kind];
        string summary = $"{Say.Many(findings.Count, "file")}{Shown(findings.Count, most)}. {meaning}";
        return new GalleryFigure(id, title, summary, $"Gallery of {title}: {summary}",
            [new GalleryRow("", [.. findings.Take(most).Select(found => AuditTile(found.Image, $"{found.Finding}; {Where(found.Image, report)}"))])]);
    }

    private static string Repeated(IReadOnlyList<DuplicateGroup> groups)
    {
        int repeated = groups.Count(group => group.Images.Count(image => image.Split == SceneSplit.Train) > 1);
        return $"Photographs that count more than once in training: {Say.Count(repeated)}.";
    }

    private static GalleryTile AuditTile(SceneImage image, string detail) => Tile(image, FileName(image.Name), detail);

    private static string Where(SceneImage image, AuditReport report) =>
        image.Label < 0 ? SplitNames.Of(image.Split) : $"{report.ClassNames[image.Label]}, {SplitNames.Of(image.Split)}";

    private static string Shown(int count, int most) => count > most ? $", {most} shown" : "";
}
