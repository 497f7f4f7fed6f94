using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>Figures of many models on the same images.</summary>
public static partial class Figures
{
    private const int MostTicks = 10; // whole numbers that are all written; of more Plotly chooses some, and between few it would mark halves

    /// <summary>How often two members disagree about which images are right: the more, the more a vote can repair.</summary>
    /// <param name="report">Diversity of the members.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">There are fewer than two members, or two have the same name.</exception>
    public static ChartFigure Disagreement(DiversityReport report, string id = "disagreement")
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Pairs.Count == 0) throw new ArgumentException("Diversity needs two members or more; this report has one.", nameof(report));
        string[] members = [.. report.Pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];
        if (members.Length * (members.Length - 1) / 2 != report.Pairs.Count)
            throw new ArgumentException($"{report.Pairs.Count} pairs of members with {members.Length} names ({string.Join(", ", members)}); give each member its own name.", nameof(report));
        PairDiversity? Between(string one, string other) =>
            report.Pairs.FirstOrDefault(pair => (pair.First == one && pair.Second == other) || (pair.First == other && pair.Second == one));
        T[][] Grid<T>(Func<PairDiversity?, T> cell) => [.. members.Select(row => members.Select(column => cell(Between(row, column))).ToArray())];
        return new ChartFigure(
            id, "Disagreement of the members", report.Sentence,
            $"Heat map of members. {report.Sentence} {Say.List(report.Pairs.Select(pair => $"{pair.First} and {pair.Second} {Say.Share(pair.Disagreement)}"))}.",
            [
                new Panel("Exactly one of the two is right", new Axis("", AxisKind.Category), new Axis("", AxisKind.Category) { Reversed = true },
                [
                    new HeatTrace("disagreement", members, members, Grid(pair => pair?.Disagreement ?? double.NaN))
                    {
                        Texts = Grid(pair => pair is null ? "" : Say.Share(pair.Disagreement)),
                        Hover = Grid(pair => pair is null ? ""
                            : $"{pair.First} and {pair.Second}\none right: {Say.Share(pair.Disagreement)}\nboth wrong: {Say.Share(pair.DoubleFault)}"),
                        Weakest = 0,
                    },
                ])
                {
                    Height = Math.Clamp(90 + 44 * members.Length, 240, 760),
                },
            ]);
    }

    /// <summary>What every member says of some images.</summary>
    /// <param name="images">Indices into the predictions.</param>
    /// <param name="members">One or more on the same images.</param>
    /// <param name="dataset">The set that they belong to.</param>
    /// <param name="id">Names the figure.</param>
    /// <param name="title">What the images have in common.</param>
    /// <param name="outcome">What came of it, such as a vote: it decides the mark under each photograph; null: no mark.</param>
    /// <exception cref="ArgumentException">An image is not in the set, or two models speak of different images.</exception>
    public static GalleryFigure MemberVotes(
        IReadOnlyList<int> images, IReadOnlyList<Predictions> members, SceneDataset dataset, string id, string title, Predictions? outcome = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(dataset);
        SameImages.Require(outcome is null ? members : [.. members, outcome]);
        GalleryTile Ballot(int image)
        {
            string truth = members[0].ClassNames[members[0].Labels[image]];
            TileMark mark = outcome is null ? TileMark.None : outcome.Predicted[image] == outcome.Labels[image] ? TileMark.Right : TileMark.Wrong;
            string votes = Ballots(dataset, [.. members.Select(member => new MemberAnswer(member.Model, member.Predicted[image], member.Confidence(image)))]);
            return Tile(Find(dataset, members[0].Files[image]), $"true: {truth}{(outcome is null ? "" : $"; vote: {outcome.ClassNames[outcome.Predicted[image]]}")}", votes, mark);
        }
        string summary = $"{Say.Many(images.Count, "image")}; under each the true class and the members' answers with their probabilities{(members.Count > MostNamed ? ": votes for each class, and the surest" : "")}.";
        return new GalleryFigure(id, title, summary, $"Gallery of photographs. {summary}", [new GalleryRow("", [.. images.Select(Ballot)])]);
    }

    /// <summary>What one more member buys: mean, best and worst accuracy of all ensembles of each size.</summary>
    /// <param name="sizes">One row for each size; see <see cref="EnsembleSize.Of"/>.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public static ChartFigure EnsembleSizes(IReadOnlyList<EnsembleSize> sizes, string id = "one-more-member")
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count == 0) throw new ArgumentException("There is no ensemble size to draw.", nameof(sizes));
        double[] members = [.. sizes.Select(row => (double)row.Size)];
        LineTrace Line(string name, Func<EnsembleSize, double> value, LineStyle style, Colour colour) =>
            new(name, members, [.. sizes.Select(value)], colour) { Style = style, Markers = true };
        string summary = $"From {Say.Share(sizes[0].MeanAccuracy)} for one member to {Say.Share(sizes[^1].MeanAccuracy)} for all {sizes[^1].Size} on average.";
        return new ChartFigure(
            id, "What one more member buys", $"{summary} Best and worst are known afterwards only.",
            $"Line chart of accuracy by number of members. {Say.List(sizes.Select(row => $"{row.Size}: mean {Say.Share(row.MeanAccuracy)}, {Say.Share(row.LowestAccuracy)} to {Say.Share(row.HighestAccuracy)}"))}.",
            [
                new Panel("", new Axis("members", AxisKind.Whole) { Ticks = members.Length <= MostTicks ? members : null }, new Axis("accuracy", AxisKind.Percent),
                [
                    Line("best choice", row => row.HighestAccuracy, LineStyle.Dotted, Colour.Muted),
                    Line("mean of all choices", row => row.MeanAccuracy, LineStyle.Solid, Colour.Blue),
                    Line("worst choice", row => row.LowestAccuracy, LineStyle.Dotted, Colour.Muted),
                ]),
            ]);
    }
}
