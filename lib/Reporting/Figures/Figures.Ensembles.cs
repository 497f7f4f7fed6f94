using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>Figures of many models on the same images.</summary>
public static partial class Figures
{
    private const int MostNamed = 5; // members; the answers of more are counted, because nobody reads them one by one under a photograph

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
                new Panel("", new Axis("members", AxisKind.Whole), new Axis("accuracy", AxisKind.Percent),
                [
                    Line("best choice", row => row.HighestAccuracy, LineStyle.Dotted, Colour.Muted),
                    Line("mean of all choices", row => row.MeanAccuracy, LineStyle.Solid, Colour.Blue),
                    Line("worst choice", row => row.LowestAccuracy, LineStyle.Dotted, Colour.Muted),
                ]),
            ]);
    }

    /// <summary>Images that every model gets wrong, with what each said.</summary>
    /// <param name="images">Most confident mistakes first; see <see cref="HardImage.Of"/>.</param>
    /// <param name="dataset">The set that they belong to.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">An image is not in the set.</exception>
    public static GalleryFigure HardImages(IReadOnlyList<HardImage> images, SceneDataset dataset, string id = "hard-images")
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(dataset);
        var tiles = images.Select(image => Tile(Find(dataset, image.File), $"true: {dataset.ClassNames[image.Label]}",
            Ballots(dataset, image.Answers), TileMark.Wrong));
        string summary = $"{Say.Many(images.Count, "image")} that all models get wrong, the surest mistakes first.";
        return new GalleryFigure(id, "Hardest images", summary, $"Gallery of photographs. {summary}", [new GalleryRow("", [.. tiles])]);
    }

    /// <summary>Images whose label is likely wrong, with the class that they more likely are.</summary>
    /// <param name="errors">The clearest first.</param>
    /// <param name="dataset">The set that they belong to.</param>
    /// <param name="most">Most images shown, 1 or more.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">An image is not in the set.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    public static GalleryFigure LabelErrors(IReadOnlyList<LabelError> errors, SceneDataset dataset, int most = 24, string id = "label-errors")
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var tiles = errors.Take(most).Select(error => Tile(Find(dataset, error.File), $"labelled {dataset.ClassNames[error.Label]}",
            $"rather {dataset.ClassNames[error.Suggested]}: {Say.Share(error.SuggestedProbability)} against {Say.Share(error.LabelProbability)}"));
        string summary = $"{Say.Many(errors.Count, "likely label error")}{Shown(errors.Count, most)}, the clearest first.";
        return new GalleryFigure(id, "Likely label errors", summary, $"Gallery of photographs. {summary}", [new GalleryRow("", [.. tiles])]);
    }

    /// <summary>Features in the plane, a colour and shape of its own for each of up to 36 classes.</summary>
    /// <param name="map">N points.</param>
    /// <param name="labels">N true class indices.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="files">N image names, shown under the pointer.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">Points, labels and names are not of one number.</exception>
    public static ChartFigure FeatureMap(
        FeatureMap map, IReadOnlyList<int> labels, IReadOnlyList<string> classNames, IReadOnlyList<string> files, string id = "feature-map")
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(files);
        if (labels.Count != map.Count || files.Count != map.Count)
            throw new ArgumentException($"{map.Count} points, {labels.Count} labels and {files.Count} names; expected as many of each.", nameof(labels));
        var traces = classNames.Select((name, k) =>
        {
            int[] rows = [.. Enumerable.Range(0, map.Count).Where(i => labels[i] == k)];
            return new PointTrace(name, [.. rows.Select(i => map.Points[i, 0])], [.. rows.Select(i => map.Points[i, 1])], SeriesColour(k))
            {
                Shape = (PointShape)((k + k / SeriesColours.Length) % Enum.GetValues<PointShape>().Length), // six colours in six shapes: 36 classes
                Size = 7,
                Hover = [.. rows.Select(i => $"{files[i]}\n{name}")],
            };
        });
        return new ChartFigure(
            id, $"Features in the plane, {map.Method}", map.Note,
            $"Scatter chart of {Say.Count(map.Count)} images by {map.Method}, coloured by class: {Say.List(classNames)}. {map.Note}",
            [new Panel("", new Axis(""), new Axis(""), [.. traces]) { Height = 560 }]);
    }

    /// <summary>Accuracy by the number of training images.</summary>
    /// <param name="curve">Repeated runs for each size.</param>
    /// <param name="id">Names the figure.</param>
    public static ChartFigure TrainingSize(TrainingSizeCurve curve, string id = "training-size")
    {
        ArgumentNullException.ThrowIfNull(curve);
        double[] sizes = [.. curve.Points.Select(point => (double)point.Size)];
        LineTrace Bound(string name, Func<RepeatedRuns, double?> value) =>
            new(name, sizes, [.. curve.Points.Select(point => value(point.Runs) ?? double.NaN)], Colour.Muted) { Style = LineStyle.Dotted };
        return new ChartFigure(
            id, "What more photographs buy", "Mean over repeated choices of the training images, with its 95% interval.",
            $"Line chart of accuracy by number of training images. {Say.List(curve.Points.Select(point => $"{Say.Count(point.Size)}: {Say.Share(point.Runs.Mean)}"))}.",
            [
                new Panel("", new Axis("training images", AxisKind.Log) { Ticks = sizes }, new Axis("accuracy", AxisKind.Percent),
                [
                    Bound("95% interval", runs => runs.Result.Low), Bound("", runs => runs.Result.High),
                    new LineTrace("mean", sizes, [.. curve.Points.Select(point => point.Runs.Mean)]) { Markers = true },
                ]),
            ]);
    }

    private static SceneImage Find(SceneDataset dataset, string name) => dataset.Images.FirstOrDefault(image => image.Name == name)
        ?? throw NotInSet(name, dataset.Images.Count, nameof(dataset));

    private static ArgumentException NotInSet(string name, int images, string parameter) =>
        new($"'{name}' is not in the given data set ({Say.Count(images)} images). Give the set that was predicted.", parameter);

    private static string Ballots(SceneDataset dataset, IReadOnlyList<MemberAnswer> answers)
    {
        string Words(MemberAnswer answer) => $"{answer.Model}: {dataset.ClassNames[answer.Predicted]} {Say.Share(answer.Confidence)}";
        if (answers.Count <= MostNamed) return string.Join("; ", answers.Select(Words));
        var votes = answers.CountBy(answer => answer.Predicted).OrderByDescending(row => row.Value).Select(row => $"{dataset.ClassNames[row.Key]} {row.Value}");
        return $"{string.Join(", ", votes)}; surest {Words(answers.MaxBy(answer => answer.Confidence)!)}";
    }
}
