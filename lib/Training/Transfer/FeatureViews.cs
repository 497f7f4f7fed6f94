using Scenes.Data;
using Scenes.Features;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Cached features of some labelled images, one set for each view. They stay on disk; a batch is read when it is asked for.</summary>
public sealed class FeatureViews : IDisposable
{
    private readonly long[] labels;
    private readonly string source;

    internal FeatureViews(IReadOnlyList<SceneImage> images, IReadOnlyList<FeatureSet> views)
    {
        Views = views;
        labels = [.. images.Select(image => (long)image.Label)];
        source = string.Join('\n', views.Select(view => view.Key.Json));
    }

    /// <summary>V sets of N rows, the plain view first.</summary>
    public IReadOnlyList<FeatureSet> Views { get; }

    /// <summary>N, the number of images.</summary>
    public int Count => labels.Length;

    /// <summary>One view of every image: N rows.</summary>
    /// <param name="view">0 to V - 1.</param>
    /// <exception cref="ArgumentException">An image has no label.</exception>
    public TrainingSet Of(int view = 0) => new(Views[view].Rows, labels, Views[view].Key.Json);

    /// <summary>Every view of every image: V x N rows, view by view.</summary>
    /// <exception cref="ArgumentException">An image has no label.</exception>
    public TrainingSet Stacked() => new(
        rows => Gather(Array.ConvertAll(rows, row => row / Count), Array.ConvertAll(rows, row => row % Count)),
        [.. Enumerable.Repeat(labels, Views.Count).SelectMany(all => all)], source);

    /// <summary>The mean of the views of every image: N rows.</summary>
    /// <exception cref="ArgumentException">An image has no label.</exception>
    public TrainingSet Mean() => new(
        rows =>
        {
            using var scope = NewDisposeScope();
            return (Views.Select(view => view.Rows(rows).to(ScalarType.Float32)).Aggregate((sum, next) => sum + next) / Views.Count).MoveToOuterDisposeScope(); // B x ...
        },
        labels, $"mean of\n{source}");

    /// <summary>N rows; each time a row is asked for, chance decides which view of the image it is.</summary>
    /// <exception cref="ArgumentException">An image has no label.</exception>
    public TrainingSet Drawn() => Views.Count == 1 ? Of() : TrainingSet.Drawn(
        (rows, generator) =>
        {
            using Tensor views = randint(0, Views.Count, [rows.Length], ScalarType.Int64, generator: generator);
            return Gather(views.data<long>().ToArray(), rows);
        }, labels, source);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FeatureSet view in Views) view.Dispose();
    }

    private Tensor Gather(long[] views, long[] images)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        var places = new List<long>();
        for (int view = 0; view < Views.Count; view++)
        {
            int[] members = [.. Enumerable.Range(0, views.Length).Where(place => views[place] == view)];
            if (members.Length == 0) continue;
            parts.Add(Views[view].Rows(Array.ConvertAll(members, place => images[place])));
            places.AddRange(members.Select(place => (long)place));
        }
        Tensor byView = cat(parts); // B x ..., view by view
        if (places.SequenceEqual(places.Order())) return byView.MoveToOuterDisposeScope();
        long[] origin = new long[places.Count];
        for (int row = 0; row < origin.Length; row++) origin[places[row]] = row;
        return byView.index_select(0, tensor(origin)).MoveToOuterDisposeScope(); // B x ..., in the order asked for
    }
}
