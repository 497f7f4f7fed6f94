using System.Diagnostics.CodeAnalysis;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Reporting.Plotting;
using Scenes.Runtime;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Reporting;

/// <summary>
/// What a notebook asks for instead of asking the machine: which photographs, which sizes, which seed, and where results go. The same cells
/// so serve the built-in sample and real photographs.
/// </summary>
public sealed partial class Study
{
    private readonly List<string> leftOut = [];

    private Study(string notebook, StudyOptions options, SceneDataset dataset)
    {
        Notebook = notebook;
        Options = options;
        Dataset = dataset;
    }

    /// <summary>The study that was opened last in this process; null before the first.</summary>
    internal static Study? Latest { get; private set; }

    /// <summary>Name of the notebook, such as <c>02-plain-cnn</c>; its results carry it.</summary>
    public string Notebook { get; }

    /// <summary>What the study was opened with.</summary>
    public StudyOptions Options { get; }

    /// <summary>The images, with their split.</summary>
    public SceneDataset Dataset { get; }

    /// <summary>Whether the images are the built-in drawn sample.</summary>
    public bool IsSample => Options.Data is null or DataLocation.Sample;

    /// <summary>Sizes of the experiments, fitting the images.</summary>
    public StudySettings Settings => IsSample ? StudySettings.Sample : StudySettings.Real;

    /// <summary>Seed of every random choice but the split of the images, which is the same for all seeds; derive one for each purpose with <see cref="Seeds.Derive"/>.</summary>
    public long Seed => Options.Seed;

    /// <summary>Where results are written.</summary>
    public string OutFolder => Options.OutFolder;

    /// <summary>Cancelled when the run is to end; give it to whatever takes long.</summary>
    public CancellationToken Cancellation => Options.Cancellation;

    /// <summary>The images a finished model is judged on, once: the test split, or validation for a set without one.</summary>
    public IReadOnlyList<SceneImage> Judged => Dataset.Of(JudgedSplit);

    /// <summary>What this notebook went on without, one sentence each; see <see cref="LeaveOut"/>.</summary>
    public IReadOnlyList<string> LeftOut => leftOut;

    /// <summary>Whether there are images that no choice was made on.</summary>
    public bool HasTest => Dataset.Test.Count > 0;

    /// <summary>What readers must know of results of a set without test images.</summary>
    internal const string WithoutTest = "This set has no test images: finished models are judged on the validation images, on which every choice was made, so their numbers are too good. "
        + "Keep a folder called test for honest ones.";

    private SceneSplit JudgedSplit => HasTest ? SceneSplit.Test : SceneSplit.Validation;

    /// <summary>
    /// Opens the images for one notebook; draws the built-in sample on first use. Results of other images or of another seed in the output folder
    /// are set aside, see <see cref="RunRecord"/>.
    /// </summary>
    /// <param name="notebook">Name of the notebook, such as <c>02-plain-cnn</c>.</param>
    /// <param name="options">What surrounds the study; null for what the environment variables say.</param>
    /// <exception cref="ArgumentException">A variable is malformed.</exception>
    /// <exception cref="DirectoryNotFoundException">The photographs are not there; says what gets them.</exception>
    /// <exception cref="InvalidDataException">The folder holds no usable set.</exception>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    public static Study Open(string notebook, StudyOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(notebook);
        options ??= StudyOptions.FromEnvironment();
        NotebookOutput.Restart();
        if (options.Threads is { } threads) torch.set_num_threads(threads);
        var study = new Study(notebook, options, SceneDataset.Open(DataLocation.Resolve(options.Data ?? DataLocation.Sample)));
        RunRecord.Begin(study);
        if (!study.HasTest) Console.WriteLine(WithoutTest);
        return Latest = study;
    }

    /// <summary>Name, progress line and checkpoint for one training of this notebook: an interrupted training continues, a finished one is not repeated.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="recipe">How it is trained; another recipe or network gets another checkpoint, and so do other images or another size of them.</param>
    /// <param name="train">Training images as bytes.</param>
    /// <param name="validation">Validation images of the same form.</param>
    /// <param name="epochs">Epochs instead of the recipe's own; null: the recipe's.</param>
    public TrainingRun Run(string model, CnnRecipe recipe, TrainingSet train, TrainingSet validation, int? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        return Run(model, recipe.Decisive(train, validation, Dataset.ClassCount, epochs, Seed));
    }

    /// <summary>Trains a CNN from scratch and keeps its history and its row on the validation images.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="recipe">How it is trained.</param>
    /// <param name="train">Training images as bytes, see <see cref="TrainingSet.OfImages"/>.</param>
    /// <param name="validation">The set's validation images of the same form, in order.</param>
    /// <param name="epochs">Epochs instead of the recipe's own; null: the recipe's.</param>
    /// <returns>The trained network; the caller disposes it.</returns>
    /// <exception cref="OperationCanceledException">Stopped; nothing is kept but the checkpoint, which the next call goes on from.</exception>
    /// <exception cref="IOException">Results cannot be written.</exception>
    public TrainedCnn Train(string model, CnnRecipe recipe, TrainingSet train, TrainingSet validation, int? epochs = null)
    {
        var run = Run(model, recipe, train, validation, epochs);
        var trained = recipe.Train(train, validation, Dataset.ClassCount, epochs, Seed, run, Cancellation);
        return RecordUnlessStopped(trained, trained.Result, () =>
        {
            Record(trained.Result.History);
            Store(Predict(trained, validation, Dataset.Validation), recipe.Name, trained.Result.History.Seconds, judged: false);
        });
    }

    /// <summary>What a trained CNN says of some images, averaged over mirror images where its recipe says so.</summary>
    /// <param name="trained">The network with its recipe.</param>
    /// <param name="images">The images as bytes, in the order of <paramref name="files"/>.</param>
    /// <param name="files">The same images as the set knows them.</param>
    /// <exception cref="ArgumentException">Images and files do not belong together.</exception>
    public Predictions Predict(TrainedCnn trained, TrainingSet images, IReadOnlyList<SceneImage> files)
    {
        ArgumentNullException.ThrowIfNull(trained);
        return Predictor.Predict(
            trained.Result.History.Model, trained.Network, trained.Recipe.ForEvaluation(images), files, Dataset.ClassNames, trained.Recipe.AverageFlips,
            channelsLast: trained.Recipe.Options.ChannelsLast);
    }

    /// <summary>Ends this notebook where the rest of it cannot run on this machine; the other notebooks go on.</summary>
    /// <param name="reason">What is missing and which command gets it.</param>
    /// <exception cref="StudySkippedException">Always.</exception>
    [DoesNotReturn]
    public static void Skip(string reason) => throw new StudySkippedException(reason);

    /// <summary>
    /// Goes on without a part of this notebook that cannot run on this machine: the reason is printed and stands in the report, and the run ends with exit
    /// code 3, as where a notebook ends with <see cref="Skip"/>.
    /// </summary>
    /// <param name="reason">What is missing and which command gets it, as a sentence.</param>
    public void LeaveOut(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        if (!leftOut.Contains(reason)) leftOut.Add(reason);
        Console.WriteLine(reason);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsSample ? "Built-in sample" : "Photographs")}, {Dataset}; seed {Seed}; results in {OutFolder}";

    /// <summary>Records a model, unless its training was stopped: one that has not seen all its epochs must neither be judged nor vote. Disposes it where it cannot be kept.</summary>
    private T RecordUnlessStopped<T>(T model, TrainingResult? training, Action record) where T : IDisposable
    {
        try
        {
            if (training?.Ending == TrainingEnding.Cancelled) throw new OperationCanceledException(Cancellation);
            record();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private TrainingRun Run(string model, string decisive)
    {
        string key = ContentHash.OfText($"{decisive}\n{Dataset.SplitId}\n{Seed}")[..12];
        return new TrainingRun(model) { Progress = new ProgressLine(), CheckpointPath = $"{RunFolder.ResultPath(OutFolder, RunFolder.CheckpointsFolder, Notebook, model)}-{key}.safetensors" };
    }
}
