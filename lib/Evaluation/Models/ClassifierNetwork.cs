using Scenes.Backbones;
using Scenes.Features;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Evaluation;

/// <summary>From pixels to log-probabilities: the frozen network, the stages that learnt, the head.</summary>
internal sealed class ClassifierNetwork : IDisposable
{
    private readonly ModelCard card;
    private readonly Backbone? backbone; // owns the layers of the opened stages
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly NetworkWeights? reduced;
    private readonly Precision precision = Precision.Float32;

    /// <summary>Makes the layers that a card describes and fills what learnt.</summary>
    /// <param name="card">The checked card.</param>
    /// <param name="pretrained">The network with the weights that the card names.</param>
    /// <param name="frozenPrecision">Number format of the frozen part.</param>
    /// <param name="fill">Puts values into head and opened stages; throws where they do not fit.</param>
    public ClassifierNetwork(ModelCard card, Pretrained pretrained, Precision frozenPrecision, Action<nn.Module> fill)
    {
        this.card = card;
        bool opened = card.Backbone.Opened;
        backbone = pretrained.Load();
        try
        {
            backbone.Freeze(card.Backbone.Cut);
            Frozen = new FrozenNetwork(backbone, card.Preprocessing, card.Backbone.Cut, pooled: !opened, frozenPrecision);
            RemainingStages? stages = opened ? backbone.StagesAfter(card.Backbone.Cut) : null;
            nn.Module<Tensor, Tensor> head = Head(stages?.FeatureWidth ?? (int)Frozen.RowShape[0]);
            network = stages is null ? head : nn.Sequential(("stages", stages), ("head", head));
            fill(network);
            if (Device.Current.IsCuda) network.to(Device.Current.Torch);
            network.eval();
            if (!opened)
            {
                backbone.Dispose();
                backbone = null;
                return;
            }
            precision = frozenPrecision == Precision.Float32 ? Precision.Float32 : Precision.BFloat16;
            reduced = new NetworkWeights(network, new TrainingOptions { Precision = precision });
        }
        catch
        {
            network?.Dispose();
            Frozen?.Dispose();
            backbone?.Dispose();
            throw;
        }
    }

    /// <summary>The part that did not learn.</summary>
    public FrozenNetwork Frozen { get; }

    /// <summary>Log-probabilities of a batch of images, averaged over the views.</summary>
    /// <param name="images">B x 3 x S x S, uint8, RGB.</param>
    /// <returns>B x K, fp32, on the CPU; the caller's to dispose.</returns>
    public Tensor LogProbabilities(Tensor images) => Average(view => Frozen.Run(images, card.Views[view]).to(ScalarType.Float16).to(ScalarType.Float32)); // as the cache keeps them

    /// <summary>Log-probabilities of images whose features are cached, in batches as <see cref="FrozenNetwork"/> makes them.</summary>
    /// <param name="inputs">The views of the recipe, of which the card's are the first.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>N x K, fp32, on the CPU; the caller's to dispose.</returns>
    public Tensor LogProbabilities(FeatureViews inputs, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        foreach (long[] rows in Enumerable.Range(0, inputs.Count).Select(row => (long)row).Chunk(Frozen.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            parts.Add(Average(view => inputs.Views[view].Rows(rows)));
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        reduced?.Dispose();
        network.Dispose();
        Frozen.Dispose();
        backbone?.Dispose();
    }

    private Tensor Average(Func<int, Tensor> features)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] logs = [.. Enumerable.Range(0, card.Views.Count).Select(view =>
            Inference.Logs(network, Inference.Place(features(view), precision, channelsLast: card.Backbone.Opened)))]; // B x K each
        return Inference.MeanOfProbabilities(logs).cpu().MoveToOuterDisposeScope();
    }

    private nn.Module<Tensor, Tensor> Head(int width)
    {
        if (card.Head.Kind == HeadKind.TwoLayer) return Heads.TwoLayer(width, card.Head.Hidden, card.Classes.Count, dropout: 0);
        double[] none = new double[width]; // replaced by what is stored
        return Heads.Linear(width, card.Classes.Count, new FeatureStatistics(none, none));
    }
}
