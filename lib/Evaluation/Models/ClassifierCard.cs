using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Runtime;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Evaluation;

/// <summary>What a classifier's card is made of, and what a card is checked against.</summary>
internal static class ClassifierCard
{
    private static readonly string NoHash = new('0', 64);

    /// <summary>A card without what is chosen and measured on predictions.</summary>
    public static ModelCard Begin(TransferModel model, SceneDataset dataset, IReadOnlyList<SceneImage> test, long seed, bool averageFlips)
    {
        Pretrained network = model.Pretrained;
        Recipe recipe = model.Recipe;
        var backbone = new ModelCardBackbone(network.Spec.Name, network.WidthFactor, network.WeightsHash, network.LeaveOut, model.Cut, model.IsOpened,
            PrecisionProbe.Current.Fastest.ShortName(), ImageClassifier.DeviceName);
        var data = new ModelCardData(dataset.Name, dataset.SplitId, dataset.Train.Count, Hash(dataset.Train), dataset.Validation.Count, Hash(dataset.Validation),
            test.Count, test.Count == 0 ? "" : Hash(test));
        return new ModelCard(model.Name, recipe.Name, dataset.ClassNames, backbone, new ModelCardHead(recipe.Head, recipe.Head == HeadKind.TwoLayer ? recipe.Hidden : 0, NoHash),
            recipe.PreprocessingOf(network), averageFlips ? recipe.Views : [recipe.Views[0]], 1, new UnsureThreshold(0, 1, null, 0), seed, data, [])
        {
            Extraction = FeatureKey.LibraryVersion,
        };
    }

    /// <summary>The numbers of one split.</summary>
    public static IEnumerable<ModelCardMetric> Measure(Predictions predictions, UnsureThreshold unsure)
    {
        const string Accuracy = "accuracy", Sure = "accuracy of sure answers";
        yield return Of(predictions, Accuracy, Proportions.Accuracy(predictions));
        yield return Of(predictions, Metric.MacroF1.Label(), Bootstrap.Interval(Metric.MacroF1, predictions));
        int[] sure = [.. Enumerable.Range(0, predictions.Count).Where(image => !unsure.IsUnsure(predictions.Confidence(image)))];
        yield return Of(predictions, "share of sure answers", Proportions.Wilson(sure.Length, predictions.Count));
        int right = sure.Count(image => predictions.Predicted[image] == predictions.Labels[image]);
        if (sure.Length > 0) yield return Of(predictions, Sure, Proportions.Wilson(right, sure.Length));
        yield return new ModelCardMetric(predictions.Split, "negative log-likelihood in nats", "", predictions.Count, LogLikelihood.MeanNegative(predictions), null, null, 0.95);
    }

    /// <summary>Copies of what a network learnt: fp32 on the CPU.</summary>
    public static Dictionary<string, Tensor> StateOf(nn.Module network)
    {
        using var noGradient = no_grad();
        return network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().cpu().clone().DetachFromDisposeScope());
    }

    /// <summary>Reads a head after checking its hash.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or not the one that the card names.</exception>
    public static Dictionary<string, Tensor> ReadState(string path, ModelCard card)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing; the card beside it names it. Copy the model's folder as a whole.", path);
        string hash = ContentHash.OfFile(path);
        if (hash != card.Head.Sha256)
            throw new InvalidDataException($"{path} has the SHA-256 {hash}, the card names {card.Head.Sha256}. It is damaged or of another model; copy the model's folder again.");
        using SafetensorsFile file = SafetensorsFile.Open(path);
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (string name in file.Tensors.Keys) state[name] = file.Read(name).DetachFromDisposeScope();
            return state;
        }
        catch
        {
            foreach (Tensor tensor in state.Values) tensor.Dispose();
            throw;
        }
    }

    /// <summary>Compares the numbers in a card with the stored layers before anything is made of their size.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void CheckOutputs(ModelCard card, IReadOnlyDictionary<string, Tensor> stored, string source)
    {
        string key = card.Backbone.Opened ? "head.logits.weight" : "logits.weight";
        if (!stored.TryGetValue(key, out Tensor? logits) || logits.dim() != 2 || logits.shape[0] != card.Classes.Count
            || (card.Head.Kind == HeadKind.TwoLayer && logits.shape[1] != card.Head.Hidden))
            throw new InvalidDataException($"{source} has no {key} for {card.Classes.Count} classes. Card and numbers do not belong together.");
    }

    /// <summary>Puts stored values into layers; every key must be on both sides, with equal shape and type.</summary>
    /// <exception cref="InvalidDataException">They do not fit.</exception>
    public static void Fill(nn.Module layers, IReadOnlyDictionary<string, Tensor> stored, string source)
    {
        Dictionary<string, Tensor> wanted = layers.state_dict();
        string[] wrong = [.. wanted.Keys.Union(stored.Keys).Where(key => !wanted.TryGetValue(key, out Tensor? target) || !stored.TryGetValue(key, out Tensor? value)
            || !value.shape.SequenceEqual(target.shape) || value.dtype != target.dtype).Order(StringComparer.Ordinal)];
        if (wrong.Length > 0)
            throw new InvalidDataException($"{source}: {wrong.Length} tensors are missing, unexpected or of another shape than the card says, such as {string.Join(", ", wrong.Take(3))}. "
                + "Card and numbers do not belong together.");
        using var noGradient = no_grad();
        foreach ((string key, Tensor target) in wanted) target.copy_(stored[key]);
    }

    /// <summary>Finds the weights that a card names.</summary>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder above them may not be entered.</exception>
    /// <exception cref="InvalidDataException">Those that are there are others.</exception>
    public static Pretrained FindWeights(ModelCard card, string? weights)
    {
        string name = card.Backbone.Network;
        BackboneSpec spec = BackboneCatalogue.Find(name);
        List<string> places = weights is null ? [Pretrained.ImageNet(name).WeightsPath] : [Directory.Exists(weights) ? Path.Combine(weights, $"{name}.safetensors") : weights];
        if (weights is null && Miniature.Names.Contains(name)) places.Add(Miniature.Find(name).WeightsPath);
        string[] there = [.. places.Where(File.Exists)];
        foreach (string path in there)
        {
            var found = new Pretrained(spec, path, card.Preprocessing, card.Backbone.WidthFactor) { LeaveOut = card.Backbone.LeaveOut };
            if (found.WeightsHash == card.Backbone.WeightsSha256) return found;
        }
        string wanted = $"The model stands on weights of {spec.Title} with the SHA-256 {card.Backbone.WeightsSha256}";
        if (there.Length > 0) throw new InvalidDataException($"{wanted}; {string.Join(" and ", there)} has another. Name the right file or its folder with --weights.");
        _ = places.Exists(Presence.OfFile); // says where access is denied
        throw new FileNotFoundException($"{wanted}; there are none at {string.Join(" or ", places)}. "
            + (WeightSource.All.Any(source => source.Network == name) ? $"Get them with 'scenes fetch {name}', or name" : "Name") + " a file or its folder with --weights.");
    }

    private static string Hash(IReadOnlyList<SceneImage> images) => FeatureKey.HashImages(images.Select(image => image.ContentHash));

    private static ModelCardMetric Of(Predictions predictions, string quantity, StatisticalResult result) =>
        new(predictions.Split, quantity, result.Name, result.N, result.Estimate, result.Low, result.High, result.Confidence);
}
