using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Reporting;
using Scenes.Tests.Training;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Reporting;

[Collection(GlobalGenerator.Name)]
public sealed class StudyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public void Open_Folder_TakesTheSettingsOfPhotographs()
    {
        var study = Open();
        Assert.False(study.IsSample);
        Assert.Same(StudySettings.Real, study.Settings);
        Assert.Equal(["hot", "cold"], study.Dataset.ClassNames.OrderDescending());
    }

    [Fact]
    public void Open_SetWithoutTestSplit_JudgesOnValidation()
    {
        var study = Open();
        Assert.Empty(study.Dataset.Test);
        Assert.Same(study.Dataset.Validation, study.Judged);
    }

    [Fact]
    public void Open_IntelThatWasNotFetched_SaysWhichCommandGetsIt()
    {
        string missing = Path.Combine(folder, "nowhere");
        var error = Assert.Throws<DirectoryNotFoundException>(() => Study.Open("02-plain-cnn", new StudyOptions { Data = missing }));
        Assert.Contains("scenes fetch intel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_Predictions_AreKeptAndCounted()
    {
        var study = Open();
        var predictions = new Predictions("Plain CNN", SceneSplit.Validation, ["cold", "hot"], ["a.jpg", "b.jpg"], [0, 1], new[,] { { 0.75, 0.25 }, { 0.6, 0.4 } });
        var row = study.Record(predictions, "modern", 2);
        Assert.Equal((2, 1, 0.5), (row.N, row.Correct, row.Accuracy));
        Assert.Equal((0.0945, 0.9055), (Math.Round(row.Low, 4), Math.Round(row.High, 4))); // Wilson 95 % of 1/2
        Assert.Equal("02-plain-cnn", Assert.Single(MetricsFile.Read(Path.Combine(study.OutFolder, "metrics.csv"))).Notebook);
        var read = PredictionsCsv.Read(Path.Combine(study.OutFolder, "predictions", "02-plain-cnn-plain-cnn-validation.csv"));
        Assert.Equal(predictions.Probabilities, read.Probabilities);
    }

    [Fact]
    public void Keep_FigureOfOtherData_DeletesThePictureOfTheOldOnes()
    {
        var study = Open();
        string picture = Path.Combine(study.OutFolder, "figures", "02-plain-cnn-bars.png");
        study.Keep(Bars(1));
        File.WriteAllText(picture, "a picture");
        study.Keep(Bars(1));
        Assert.True(File.Exists(picture));
        study.Keep(Bars(2));
        Assert.False(File.Exists(picture));

        static Figure Bars(double value) => Figures.Bars("bars", "Bars", "", ["a"], [value], "n");
    }

    [Fact]
    public void Record_History_IsReadBack()
    {
        var study = Open();
        var history = new TrainingHistory("Plain CNN", [new(1, 1.7, 0.2, 1.6, 0.25, 0.1, 3), new(2, 1.5, 0.3, 1.55, 0.24, 0.05, 3)], 1);
        study.Record(history);
        var read = HistoryFile.Read(Path.Combine(study.OutFolder, "histories", "02-plain-cnn-plain-cnn.json"));
        Assert.Equal(history.Epochs, read.Epochs);
        Assert.Equal(("Plain CNN", 1), (read.Model, read.BestEpoch));
    }

    [Fact]
    public void Run_OtherOptionsOrSeed_GetAnotherCheckpoint()
    {
        var study = Open();
        TrainingSet train = Grey(study.Dataset.Train), larger = Grey(study.Dataset.Train, size: 32);
        string path = Checkpoint("cnn", Small);
        Assert.Equal(path, Checkpoint("cnn", Small with { Options = Small.Options with { } }));
        Assert.NotEqual(path, Checkpoint("other", Small));
        string[] others =
        [
            path, study.Run("cnn", Small, larger, train).CheckpointPath!, study.Run("cnn", Small, train, train, epochs: 2).CheckpointPath!,
            Open(seed: 1).Run("cnn", Small, train, train).CheckpointPath!,
            .. new[]
            {
                Small with { Options = Small.Options with { LearningRate = 0.1 } }, Small with { Augmentation = new Augmentation() }, Small with { Std = Rgb.All(1) },
                Small with { CreateNetwork = (classCount, size) => new PlainCnn(classCount, size) }, // the same layers, other first weights
                Small with { CreateNetwork = (classCount, size) => new PlainCnn(classCount, size, FirstWeights.He, batchNorm: true) }, Small with { Name = "Other" },
            }.Select(recipe => Checkpoint("cnn", recipe)),
        ];
        Assert.Equal(others.Length, others.Distinct().Count());

        string Checkpoint(string model, CnnRecipe recipe) => study.Run(model, recipe, train, train).CheckpointPath!;
    }

    [Fact]
    public void Train_RecipeThatAveragesFlips_DoesSoOnValidationToo()
    {
        var study = Open();
        TrainingSet train = Grey(study.Dataset.Train), validation = Grey(study.Dataset.Validation);
        using TrainedCnn trained = study.Train("cnn", Small with { AverageFlips = true }, train, validation, epochs: 1);
        Predictions kept = Assert.Single(study.Stored("02-plain-cnn", SceneSplit.Validation));
        Assert.Equal(Said(averageFlips: true).Probabilities, kept.Probabilities);
        Assert.NotEqual(Said(averageFlips: false).Probabilities, kept.Probabilities);
        Assert.Equal(kept.Probabilities, study.Predict(trained, validation, study.Dataset.Validation).Probabilities);

        Predictions Said(bool averageFlips) => Predictor.Predict(
            "cnn", trained.Network, trained.Recipe.ForEvaluation(validation), study.Dataset.Validation, study.Dataset.ClassNames, averageFlips,
            channelsLast: Small.Options.ChannelsLast);
    }

    [Fact]
    public void Train_StoppedAfterAnEpoch_RecordsNothingAndGoesOnTheNextTime()
    {
        using var stop = new CancellationTokenSource();
        var study = Open(cancellation: stop.Token);
        TrainingSet train = Grey(study.Dataset.Train), validation = Grey(study.Dataset.Validation);
        using var generator = new Generator(0);
        var stopping = new TrainingSet(
            indices =>
            {
                if (Directory.Exists(Path.Combine(study.OutFolder, "checkpoints"))) stop.Cancel(); // an epoch is finished
                return train.Inputs(indices, generator);
            },
            train.Labels, GreySource(16));
        Assert.Throws<OperationCanceledException>(() => study.Train("cnn", Small, stopping, validation, epochs: 3));
        Assert.Empty(RunFolder.Open(study.OutFolder).Metrics());
        Assert.Empty(RunFolder.Open(study.OutFolder).Histories);
        using TrainedCnn trained = Open().Train("cnn", Small, train, validation, epochs: 3);
        Assert.Equal((1, TrainingEnding.Completed), (trained.Result.ResumedFrom, trained.Result.Ending));
    }

    [Fact]
    public void Voters_SetWithoutTestSplit_AreTheRecordedModelsAlone()
    {
        var study = Open();
        TrainingSet train = Grey(study.Dataset.Train), validation = Grey(study.Dataset.Validation);
        using TrainedCnn trained = study.Train("cnn", Small, train, validation, epochs: 1);
        Assert.Throws<StudySkippedException>(() => Open().Voters(1));
        Assert.True(study.Record(study.Predict(trained, validation, study.Dataset.Validation), "judged", 1).Judged);
        Assert.Equal(["cnn"], Open().Voters(1).Names);
    }

    [Fact]
    public void Open_AnotherSeedInTheSameFolder_SetsTheOldResultsAside()
    {
        var study = Open();
        study.Record(new Predictions("net", SceneSplit.Validation, ["cold", "hot"], ["a.jpg"], [0], new[,] { { 0.75, 0.25 } }), "modern", 2);
        Assert.Equal((study.Dataset.Root, study.Dataset.SplitId, 0), (RunRecord.Read(study.OutFolder)!.Data, RunRecord.Read(study.OutFolder)!.Split, RunRecord.Read(study.OutFolder)!.Seed));
        Assert.Single(RunFolder.Open(Open().OutFolder).Metrics()); // the same images and seed
        RunFolder now = RunFolder.Open(Open(seed: 1).OutFolder);
        Assert.Empty(now.Metrics());
        Assert.Empty(now.Predictions);
        string earlier = Assert.Single(Directory.GetDirectories(Path.Combine(now.Path, "earlier")));
        Assert.Equal(study.Dataset.SplitId[..8] + "-seed-0", Path.GetFileName(earlier));
        Assert.Single(RunFolder.Open(earlier).Predictions);
        Assert.Equal((0, 1), (RunRecord.Read(earlier)!.Seed, RunRecord.Read(now.Path)!.Seed));
    }

    /// <summary>Two runs at once in one folder: results of two seeds must not lie side by side.</summary>
    [Fact]
    public void Record_FolderWasTakenOverByAnotherSeed_IsRefused()
    {
        Study study = Open();
        Open(seed: 5);
        string message = Assert.Throws<IOException>(() => study.Record(Said("net", 0.75), "modern", 2)).Message;
        Assert.Contains("with seed 5 by now, so that nothing of seed 0 is stored there", message, StringComparison.Ordinal);
        Assert.Empty(RunFolder.Open(study.OutFolder).Metrics());
    }

    [Fact]
    public void Open_BackAndForthBetweenSeeds_KeepsEveryResult()
    {
        long[] seeds = [0, 1, 0, 1, 0];
        for (int i = 0; i < seeds.Length; i++)
            Open(seed: seeds[i]).Record(Said($"net {i}", 0.75), "modern", 2);
        string id = Open().Dataset.SplitId[..8];
        foreach ((string name, string model) in new[] { ("seed-0", "net 0"), ("seed-1", "net 1"), ("seed-0-2", "net 2"), ("seed-1-2", "net 3") })
        {
            RunFolder earlier = RunFolder.Open(Path.Combine(Open().OutFolder, "earlier", $"{id}-{name}"));
            Assert.Equal(model, Assert.Single(earlier.Metrics()).Model);
            Assert.Equal(model, Assert.Single(earlier.Predictions).Read().Model);
        }
    }

    [Fact]
    public void Open_ResultsThatWereHalfMoved_MovesTheRestToTheSamePlace()
    {
        string earlier = HalfMoved("net");
        string results = Open(seed: 1).OutFolder;
        Assert.Equal(earlier, Assert.Single(Directory.GetDirectories(Path.Combine(results, "earlier"))));
        Assert.Equal("net", Assert.Single(RunFolder.Open(earlier).Predictions).Read().Model);
        Assert.Equal("net", Assert.Single(RunFolder.Open(earlier).Metrics()).Model);
        Assert.Equal(0, RunRecord.Read(earlier)!.Seed);
    }

    [Fact]
    public void Open_ResultsMadeAgainAfterTheyWereHalfMoved_KeepsBoth()
    {
        string earlier = HalfMoved("old");
        Open().Record(Said("new", 0.75), "modern", 2);
        Open(seed: 1);
        Assert.Equal("old", Assert.Single(RunFolder.Open(earlier).Predictions).Read().Model);
        Assert.Equal("new", Assert.Single(RunFolder.Open($"{earlier}-2").Predictions).Read().Model);
    }

    /// <summary>Validation predictions of one training must not vote with the test predictions of another.</summary>
    [Fact]
    public void Record_OtherValidationPredictionsOfAFinishedModel_MakeItUnfinishedUntilItIsJudgedAgain()
    {
        Open().Record(Said("net", 0.75), "modern", 2);
        MetricsRow judged = new("02-plain-cnn", "net", "modern", SceneSplit.Test, 1, 1, 0.25, 1, 2, Judged: true), other = judged with { Model = "other" };
        string metrics = Path.Combine(Open().OutFolder, MetricsFile.Name);
        MetricsFile.Add(metrics, judged);
        MetricsFile.Add(metrics, other);
        Open().Record(Said("net", 0.75), "modern", 2);
        Assert.Equal(["net", "other"], Judged()); // a training that repeats itself
        var study = Open();
        study.Record(Said("net", 0.5), "modern", 2);
        Assert.Equal(["other"], Judged());
        study.Record(Said("net", 0.5, SceneSplit.Test), "modern", 2);
        MetricsFile.Add(metrics, judged);
        study.Record(Said("net", 0.5), "modern", 2);
        Assert.Equal(["net", "other"], Judged());
        study.Record(Said("net", 0.25), "modern", 2); // trained a second time in one study
        Assert.Equal(["other"], Judged());

        string[] Judged() => [.. MetricsFile.Read(metrics).Where(row => row.Split == SceneSplit.Test && row.Judged).Select(row => row.Model)];
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Predictions Said(string model, double probability, SceneSplit split = SceneSplit.Validation) =>
        new(model, split, ["cold", "hot"], ["a.jpg"], [0], new[,] { { probability, 1 - probability } });

    /// <summary>Results of one model, of which a process that died half-way set the predictions aside.</summary>
    /// <returns>Where it had moved them.</returns>
    private string HalfMoved(string model)
    {
        var study = Open();
        study.Record(Said(model, 0.75), "modern", 2);
        string earlier = Path.Combine(study.OutFolder, "earlier", $"{study.Dataset.SplitId[..8]}-seed-0");
        Directory.CreateDirectory(earlier);
        Directory.Move(Path.Combine(study.OutFolder, "predictions"), Path.Combine(earlier, "predictions"));
        return earlier;
    }

    private static CnnRecipe Small => PlainCnnCure.Steps.Single(step => step.Name == "First weights");

    /// <summary>Random grey images for the files of a set; the left half is brighter.</summary>
    private static TrainingSet Grey(IReadOnlyList<SceneImage> images, int size = 16)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor bytes = randint(0, 120, [images.Count, 3, size, size], generator: generator).to(ScalarType.Byte);
        bytes[.., .., .., ..(size / 2)].add_(100);
        return TrainingSet.InMemory(bytes.DetachFromDisposeScope(), [.. images.Select(image => (long)image.Label)], GreySource(size));
    }

    private static string GreySource(int size) => $"grey, {size}";

    /// <summary>A set of two classes; the index reads bytes only, so any bytes will do.</summary>
    private Study Open(long seed = 0, CancellationToken cancellation = default)
    {
        string data = Path.Combine(folder, "data");
        foreach (string name in (string[])["cold", "hot"])
        {
            Directory.CreateDirectory(Path.Combine(data, name));
            for (int i = 0; i < 30; i++) File.WriteAllText(Path.Combine(data, name, $"{i}.jpg"), $"{name} {i}");
        }
        return Study.Open("02-plain-cnn", new StudyOptions { Data = data, OutFolder = Path.Combine(folder, "out"), Seed = seed, Cancellation = cancellation });
    }
}
