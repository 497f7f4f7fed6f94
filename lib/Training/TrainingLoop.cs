using System.Diagnostics;
using Scenes.Runtime;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Training;

/// <summary>One run of <see cref="Trainer.Fit"/>. All chance of an epoch follows from the seed and the epoch's number, so that a checkpoint needs no generator states.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly TrainingSet train, validation;
    private readonly TrainingOptions options;
    private readonly TrainingRun run;
    private readonly NetworkWeights weights;
    private readonly WeightOptimizer optimizer;
    private readonly WeightState best;
    private readonly WeightState? average;
    private readonly List<EpochRecord> epochs = [];
    private readonly int batchCount;
    private readonly CheckpointIdentity? identity; // null where nothing is kept
    private int bestEpoch;

    public TrainingLoop(nn.Module<Tensor, Tensor> network, TrainingSet train, TrainingSet validation, TrainingOptions options, TrainingRun run)
    {
        this.network = network;
        this.train = train;
        this.validation = validation;
        this.options = options;
        this.run = run;
        if (!network.parameters().Any(parameter => parameter.requires_grad))
            throw new ArgumentException("No weight of the network requires a gradient, so there is nothing to train. Open a part of it with Freezing.Open.", nameof(network));
        if (run.CheckpointPath is not null)
            identity = new CheckpointIdentity(run.Model, options, train.Id, validation.Id, Freezing.HashFrozen(network), run.CnnRecipe, run.TransferRecipe);
        batchCount = (train.Count + options.BatchSize - 1) / options.BatchSize;
        weights = new NetworkWeights(network, options);
        optimizer = WeightOptimizer.Create(options, weights.Trained);
        best = weights.State.Copy();
        average = options.AverageDecay > 0 ? weights.State.Copy() : null;
    }

    public TrainingResult Run(CancellationToken cancellation)
    {
        int resumedFrom = Resume();
        bool cancelled = false;
        try
        {
            while (epochs.Count < options.Epochs && !PatienceIsSpent) Epoch(epochs.Count + 1, cancellation);
        }
        catch (OperationCanceledException) when (epochs.Count > 0)
        {
            cancelled = true;
        }
        finally
        {
            weights.Set(best.Tensors); // the first weights, where no epoch was finished
            network.eval();
        }
        TrainingEnding ending = cancelled ? TrainingEnding.Cancelled
            : epochs.Count < options.Epochs ? TrainingEnding.StoppedEarly : TrainingEnding.Completed;
        return new TrainingResult(new TrainingHistory(run.Model, epochs, bestEpoch), ending, resumedFrom);
    }

    public void Dispose()
    {
        average?.Dispose();
        best.Dispose();
        optimizer.Dispose();
        weights.Dispose();
    }

    private bool PatienceIsSpent => options.Patience > 0 && epochs.Count - bestEpoch >= options.Patience;

    private void Epoch(int epoch, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var order = new Generator((ulong)Seeds.Derive(options.Seed, $"order/{epoch}"));
        using var augmentation = new Generator((ulong)Seeds.Derive(options.Seed, $"augmentation/{epoch}"));
        manual_seed(Seeds.Derive(options.Seed, $"dropout/{epoch}")); // dropout knows no other generator than the global one
        Freezing.EnterTrainingMode(network);

        double lossSum = 0, learningRate = 0;
        long seen = 0, correct = 0;
        foreach ((int number, long[] batch) in Batches(order).Index())
        {
            cancellation.ThrowIfCancellationRequested();
            long step = ((long)(epoch - 1) * batchCount) + number;
            learningRate = Schedule.LearningRate(options, step, (long)options.Epochs * batchCount);
            (double loss, long right) = Step(batch, augmentation, learningRate);
            if (!double.IsFinite(loss)) throw new TrainingDivergedException(run.Model, epoch, number + 1, learningRate, loss);
            average?.Approach(weights.State, 1 - Math.Min(options.AverageDecay, (1.0 + step) / (10.0 + step)));
            lossSum += loss * batch.Length;
            correct += right;
            seen += batch.Length;
            Report(epoch, number + 1, lossSum / seen, (double)correct / seen, seen, watch.Elapsed, watch.Elapsed);
        }
        Debug.Assert(seen == train.Count, "every training image is seen once in an epoch");
        TimeSpan trained = watch.Elapsed;
        Finish(new EpochRecord(epoch, lossSum / seen, (double)correct / seen, 0, 0, learningRate, 0), trained, watch);
    }

    private (double Loss, long Correct) Step(long[] batch, Generator augmentation, double learningRate)
    {
        using var scope = NewDisposeScope();
        Tensor labels = tensor(Array.ConvertAll(batch, index => train.Labels[index]), device: Device.Current.Torch); // B
        Blend? blend = options.MixUp > 0 ? Blend.Draw(batch.Length, options.MixUp, augmentation) : null;
        Tensor inputs = train.Inputs(batch, augmentation); // B x ...
        inputs = Inference.Place(blend?.Mix(inputs) ?? inputs, options.Precision, options.ChannelsLast);
        Tensor logits = network.call(inputs).to(ScalarType.Float32); // B x K
        Tensor loss = blend?.Loss(logits, labels, options.LabelSmoothing) ?? CrossEntropy.Mean(logits, labels, options.LabelSmoothing);
        double value = loss.item<float>();
        if (!double.IsFinite(value)) return (value, 0);

        network.zero_grad(true);
        loss.backward();
        optimizer.Step(learningRate, options.ClipNorm);
        return (value, logits.argmax(1).eq(labels).sum().item<long>());
    }

    /// <summary>Validates, keeps the weights if they are the best so far, and writes the checkpoint.</summary>
    private void Finish(EpochRecord trained, TimeSpan trainingTime, Stopwatch watch)
    {
        using WeightState? last = average is null ? null : weights.State.Copy();
        if (average is not null) weights.Set(average.Tensors);
        (double loss, double accuracy) = Validate();
        if (!double.IsFinite(loss)) throw new TrainingDivergedException(run.Model, trained.Epoch, 0, trained.LearningRate, loss);
        EpochRecord? previous = bestEpoch == 0 ? null : epochs[bestEpoch - 1];
        bool isBest = previous is null || (accuracy, -loss).CompareTo((previous.ValidationAccuracy, -previous.ValidationLoss)) > 0;
        if (isBest)
        {
            bestEpoch = trained.Epoch;
            best.Set(weights.State.Tensors);
        }
        if (last is not null) weights.Set(last.Tensors);
        EpochRecord record = trained with { ValidationLoss = loss, ValidationAccuracy = accuracy, Seconds = watch.Elapsed.TotalSeconds };
        epochs.Add(record);
        Save();
        Report(record.Epoch, batchCount, record.TrainLoss, record.TrainAccuracy, train.Count, trainingTime, watch.Elapsed, record, isBest);
    }

    private (double Loss, double Accuracy) Validate()
    {
        using var scope = NewDisposeScope();
        Tensor logs = Inference.LogProbabilities(network, validation, options.BatchSize, precision: options.Precision, channelsLast: options.ChannelsLast); // N x K
        Tensor labels = tensor(validation.Labels); // N
        Debug.Assert(logs.shape[0] == validation.Count, "every validation image is seen once");
        CrossEntropy.CheckLabels(logs, labels);
        double loss = -logs.gather(1, labels.unsqueeze(1)).to(ScalarType.Float64).mean().item<double>();
        return (loss, (double)logs.argmax(1).eq(labels).sum().item<long>() / validation.Count);
    }

    /// <summary>All indices in random order, in batches whose sizes differ by one at most, so that the last one is no single image, which upsets batch norm, unless there are too few for anything else.</summary>
    private IEnumerable<long[]> Batches(Generator order)
    {
        using Tensor permutation = randperm(train.Count, generator: order);
        long[] indices = permutation.data<long>().ToArray();
        for (int batch = 0; batch < batchCount; batch++)
            yield return indices[(int)((long)train.Count * batch / batchCount)..(int)((long)train.Count * (batch + 1) / batchCount)];
    }

    private int Resume()
    {
        if (identity is null || run.CheckpointPath is null) return 0;
        AtomicFile.RemoveAbandoned(run.CheckpointPath);
        if (run.Restart || !File.Exists(run.CheckpointPath)) return 0;
        using TrainingCheckpoint checkpoint = TrainingCheckpoint.Read(run.CheckpointPath, identity);
        weights.Set(checkpoint.Part("weights", weights.State));
        best.Set(checkpoint.Part("best", best));
        average?.Set(checkpoint.Part("average", average));
        optimizer.Memory.Set(checkpoint.Part("optimizer", optimizer.Memory));
        epochs.AddRange(checkpoint.Epochs);
        bestEpoch = checkpoint.BestEpoch;
        return epochs.Count;
    }

    private void Save()
    {
        if (identity is null || run.CheckpointPath is null) return;
        var parts = new Dictionary<string, WeightState> { ["weights"] = weights.State, ["best"] = best, ["optimizer"] = optimizer.Memory };
        if (average is not null) parts["average"] = average;
        TrainingCheckpoint.Write(run.CheckpointPath, identity, epochs, bestEpoch, parts);
    }

    private void Report(int epoch, int batch, double loss, double accuracy, long seen, TimeSpan trained, TimeSpan elapsed, EpochRecord? finished = null, bool isBest = false)
    {
        if (run.Progress is null) return;
        double share = finished is null ? (double)batch / batchCount : 1;
        double perEpoch = epochs.Count > 0 ? epochs.Average(record => record.Seconds) : elapsed.TotalSeconds / share;
        TimeSpan left = TimeSpan.FromSeconds(perEpoch * (options.Epochs - epoch + 1 - share));
        run.Progress.Report(new TrainingProgress(
            run.Model, epoch, options.Epochs, batch, batchCount, loss, accuracy, seen / trained.TotalSeconds, left, finished, isBest));
    }
}
