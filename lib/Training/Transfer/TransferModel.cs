using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>What <see cref="TransferTrainer"/> made: a frozen network, and what was trained behind it. Disposing it frees both.</summary>
public sealed class TransferModel : IDisposable
{
    private const int HeadBatch = 1024, MapBatch = 32;

    private readonly TransferNetwork transfer;

    internal TransferModel(TransferNetwork transfer, nn.Module<Tensor, Tensor> network)
    {
        this.transfer = transfer;
        Network = network;
    }

    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>The pretrained network.</summary>
    public required Pretrained Pretrained { get; init; }

    /// <summary>How it was carried over.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Whether stages of the network learnt too, so that <see cref="Network"/> takes maps.</summary>
    public bool IsOpened => transfer.Stages is not null;

    /// <summary>
    /// The last frozen stage, <see cref="Backbones.Backbone.Pooled"/> where the whole network is frozen and used; joined with the earlier
    /// ones whose means stand beside its features.
    /// </summary>
    public string Cut => transfer.Cut;

    /// <summary>Features at the cut, N x D or N x C x H x W or rows of <see cref="RemainingStages"/>, to logits N x K; in inference mode.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>The new layers alone: the mean of the last map after those that stand beside it, N x D, to logits N x K; in inference mode.</summary>
    public nn.Module<Tensor, Tensor> Head => transfer.Stages is null ? Network : (nn.Module<Tensor, Tensor>)Network.children().Last();

    /// <summary>
    /// The pretrained network with what its opened stages learnt; its frozen stages are bit-equal to the file. Null where it is frozen as a whole.
    /// </summary>
    public Backbone? Backbone => transfer.Backbone;

    /// <summary>How the training by epochs went; null where the head was fitted exactly.</summary>
    public required TrainingResult? Training { get; init; }

    /// <summary>
    /// The settings of the linear head that were tried and chosen on validation; null for another head. Where stages were opened this is what
    /// they started from.
    /// </summary>
    public required HeadSearchResult? Search { get; init; }

    /// <summary>Wall time until the features of training and validation images were there; next to nothing where the cache had them.</summary>
    public required double ExtractionSeconds { get; init; }

    /// <summary>Wall time of everything after that.</summary>
    public required double FittingSeconds { get; init; }

    /// <summary>The epochs; null where the head was fitted exactly.</summary>
    public TrainingHistory? History => Training?.History;

    /// <summary>What <see cref="Network"/> takes, for some images: from the cache, or computed and kept.</summary>
    /// <param name="images">N images in order.</param>
    /// <param name="cancellation">Stops between batches; what is finished stays.</param>
    /// <returns>The recipe's views of the images; the caller's to dispose.</returns>
    /// <exception cref="FileNotFoundException">There are no weights, or an image is gone.</exception>
    public FeatureViews Inputs(IReadOnlyList<SceneImage> images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return transfer.Features(images, Recipe.Views, cancellation);
    }

    /// <summary>Log-probabilities of some images, with or without labels; probabilities are averaged over the recipe's views.</summary>
    /// <param name="images">N images in order.</param>
    /// <param name="cancellation">As for <see cref="Inputs"/>.</param>
    /// <returns>N x K, fp32, on the CPU; the caller disposes it.</returns>
    /// <exception cref="FileNotFoundException">As for <see cref="Inputs"/>.</exception>
    public Tensor LogProbabilities(IReadOnlyList<SceneImage> images, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<Tensor> views = ViewLogProbabilities(images, cancellation);
        return Inference.MeanOfProbabilities(views).MoveToOuterDisposeScope();
    }

    /// <summary>Log-probabilities of each of the recipe's views.</summary>
    /// <param name="images">As for <see cref="LogProbabilities"/>.</param>
    /// <param name="cancellation">As for <see cref="Inputs"/>.</param>
    /// <returns>V tensors N x K, fp32, on the CPU; the caller disposes them.</returns>
    /// <exception cref="FileNotFoundException">As for <see cref="Inputs"/>.</exception>
    public IReadOnlyList<Tensor> ViewLogProbabilities(IReadOnlyList<SceneImage> images, CancellationToken cancellation = default)
    {
        using FeatureViews inputs = Inputs(images, cancellation);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        (Precision precision, bool channelsLast) = (Precision.Float32, false);
        using NetworkWeights? reduced = transfer.Stages is null ? null : new NetworkWeights(Network, transfer.Training!);
        if (reduced is not null) (precision, channelsLast) = (transfer.Training!.Precision, transfer.Training.ChannelsLast);
        var views = new List<Tensor>();
        foreach (FeatureSet view in inputs.Views)
        {
            cancellation.ThrowIfCancellationRequested();
            var set = new TrainingSet(view.Rows, new long[images.Count]); // labels play no part here
            views.Add(Inference.LogProbabilities(Network, set, transfer.Stages is null ? HeadBatch : MapBatch, precision: precision, channelsLast: channelsLast)); // N x K
        }
        foreach (Tensor view in views) view.MoveToOuterDisposeScope();
        return views;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        transfer.Dispose();
    }
}
