using System.Diagnostics;
using System.Text.Json;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Training;

/// <summary>Carries pretrained networks over to the classes of a set of images, as a <see cref="Recipe"/> says.</summary>
/// <remarks>
/// What is frozen is computed once and cached: pooled features where only a head learns, whole maps where the last stages learn too. The
/// head, and the opened stages with it, are trained on what was cached; frozen layers do not run again and batch norm keeps its statistics.
/// </remarks>
public static class TransferTrainer
{
    /// <summary>Trains on the training images; every choice is made on the validation images. The test images are not touched.</summary>
    /// <param name="network">The network with its weights. Layers that start fresh are named in <see cref="Pretrained.LeaveOut"/>.</param>
    /// <param name="recipe">How it is done.</param>
    /// <param name="dataset">The images with their split.</param>
    /// <param name="options">Seed, cache, checkpoint and progress; null for the defaults.</param>
    /// <param name="cancellation">
    /// Stops the extraction between batches, with what is finished kept; ends a training by epochs with the best weights so far.
    /// </param>
    /// <returns>The model; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The recipe's parts do not fit together, or the network has no such cut.</exception>
    /// <exception cref="FileNotFoundException">There are no weights; the message says which command gets them.</exception>
    /// <exception cref="InvalidDataException">The weights or the checkpoint are damaged or belong to something else.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model.</exception>
    public static TransferModel Fit(
        Pretrained network, Recipe recipe, SceneDataset dataset, TransferOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(dataset);
        recipe.Validated();
        options ??= new TransferOptions();
        var transfer = new TransferNetwork(network, recipe, options);
        try
        {
            return FitNetwork(transfer, network, recipe, dataset, options, cancellation);
        }
        catch
        {
            transfer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What decides a training beside split and seed, as text: the recipe, and everything its features are made with. The number format of
    /// training follows from theirs. Where a checkpoint's name has it, a run on another device or build starts its own.
    /// </summary>
    /// <param name="recipe">How it is done.</param>
    /// <param name="features">The key of features of the training images.</param>
    internal static string Identify(Recipe recipe, FeatureKey features) => $"{JsonSerializer.Serialize(recipe)}\n{features.Json}";

    private static TransferModel FitNetwork(
        TransferNetwork transfer, Pretrained network, Recipe recipe, SceneDataset dataset, TransferOptions options, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using FeatureViews train = transfer.Features(dataset.Train, recipe.Views, cancellation);
        using FeatureViews validation = transfer.Features(dataset.Validation, recipe.Views, cancellation);
        double extraction = watch.Elapsed.TotalSeconds;
        HeadSearchResult? search = recipe.Head == HeadKind.Linear ? FitLinear(transfer, recipe, dataset, train, validation, cancellation) : null;
        nn.Module<Tensor, Tensor> head = search?.Network ?? NewHead(recipe, transfer, train, dataset.ClassCount, options.Seed);
        nn.Module<Tensor, Tensor> whole = transfer.Stages is null ? head : nn.Sequential(("stages", transfer.Stages), ("head", head));
        TrainingRun run = (options.Run ?? new TrainingRun($"{network.Spec.Title}, {recipe.Name}")) with { TransferRecipe = recipe };
        try
        {
            TrainingResult? result = null;
            if (transfer.Training is { } training)
            {
                result = Trainer.Fit(whole, train.Drawn(), validation.Of(), training with { Seed = Seeds.Derive(options.Seed, recipe.Name) }, run, cancellation);
            }
            whole.eval();
            return new TransferModel(transfer, whole)
            {
                Name = run.Model,
                Pretrained = network,
                Recipe = recipe,
                Training = result,
                Search = search,
                ExtractionSeconds = extraction,
                FittingSeconds = watch.Elapsed.TotalSeconds - extraction,
            };
        }
        catch
        {
            whole.Dispose();
            throw;
        }
    }

    private static HeadSearchResult FitLinear(
        TransferNetwork transfer, Recipe recipe, SceneDataset dataset, FeatureViews train, FeatureViews validation, CancellationToken cancellation)
    {
        if (transfer.Stages is null) return HeadSearch.Linear(train.Stacked(), validation.Stacked(), dataset.ClassCount, cancellation: cancellation);
        using FeatureViews pooledTrain = transfer.PooledFeatures(train, dataset.Train, cancellation);
        using FeatureViews pooledValidation = transfer.PooledFeatures(validation, dataset.Validation, cancellation);
        return HeadSearch.Linear(pooledTrain.Stacked(), pooledValidation.Stacked(), dataset.ClassCount, cancellation: cancellation);
    }

    private static nn.Module<Tensor, Tensor> NewHead(Recipe recipe, TransferNetwork transfer, FeatureViews train, int classCount, long seed)
    {
        int width = transfer.Stages?.FeatureWidth ?? (int)train.Views[0].RowShape[0];
        manual_seed(Seeds.Derive(seed, "first weights"));
        nn.Module<Tensor, Tensor> head = Heads.TwoLayer(width, recipe.Hidden, classCount, recipe.Dropout);
        return Device.Current.IsCuda ? head.to(Device.Current.Torch) : head;
    }
}
