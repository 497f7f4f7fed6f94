using System.CommandLine;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Runtime;
using Scenes.Training;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes train</c>: a model of any folder with one folder per class.</summary>
internal static class TrainCommand
{
    private static readonly Dictionary<string, Recipe> Recipes = new(StringComparer.Ordinal)
    {
        ["modern"] = Recipe.Modern,
        ["modern-opened"] = Recipe.ModernOpened,
        ["article"] = Recipe.Article,
    };

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A folder with one folder of images per class, or train/ val/ test/ of such; 'intel' or 'sample'.", HelpName = "DIR", Required = true };
        var output = new Option<string>("--out") { Description = "Folder of the model; new, empty, or that of a model to replace.", HelpName = "DIR", Required = true };
        var backbone = new Option<string>("--backbone") { Description = $"The pretrained network: {string.Join(", ", BackboneCatalogue.All)}.", DefaultValueFactory = _ => "mobilenet_v2", HelpName = "NAME" };
        var miniature = new Option<bool>("--miniature") { Description = "Take the small version of the network that comes with the library. It knows no photographs." };
        var recipe = new Option<string>("--recipe") { Description = $"{string.Join(", ", Recipes.Keys)}.", DefaultValueFactory = _ => "modern", HelpName = "NAME" };
        recipe.AcceptOnlyFromAmong([.. Recipes.Keys]);
        var weights = new Option<string?>("--weights") { Description = "The pretrained weights: a folder of <network>.safetensors. Default: SCENES_WEIGHTS, else data/weights.", HelpName = "DIR" };
        var flips = new Option<bool>("--flips") { Description = "Average over mirror images when predicting: half the speed, a little more accuracy." };
        var noTest = new Option<bool>("--no-test") { Description = "Leave the set's test images alone." };
        var share = new Option<double>("--validation") { Description = "Share of the training images that choices are made on, where the set names none.", DefaultValueFactory = _ => new SplitOptions().ValidationFraction, HelpName = "SHARE" };
        var seed = new Option<long>("--seed") { Description = "Seed of every random choice.", HelpName = "N" };
        Option<string?> precision = PrecisionOption.Create();
        var command = new Command("train", "Makes a model of your own photographs and saves it for 'scenes predict'.") { data, output, backbone, miniature, recipe, weights, flips, noTest, share, seed, precision };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(flips) || !Recipes.TryGetValue(result.GetValue(recipe) ?? "", out Recipe? chosen) || chosen.BothViews) return;
            string[] allowed = [.. Recipes.Where(known => known.Value.BothViews).Select(known => known.Key)];
            result.AddError($"--flips averages over mirror images, which recipe '{chosen}' does not train with. Leave --flips out, or take --recipe {string.Join(" or ", allowed)}.");
        });
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(async () =>
        {
            await Task.Yield(); // Ctrl-C is heard while the work runs
            if (parsed.GetValue(precision) is { } wanted) Environment.SetEnvironmentVariable(PrecisionProbe.Variable, wanted);
            _ = PrecisionProbe.Current; // an unknown format is told before anything is read
            string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(output)!));
            ImageClassifier.CheckFolder(folder);
            string name = parsed.GetValue(backbone)!;
            Pretrained network = parsed.GetValue(miniature) ? Miniature.Find(name) : Pretrained.ImageNet(name, parsed.GetValue(weights));
            WeightLoader.CheckExists(network.WeightsPath, network.Spec.Name); // as are weights that are not there
            SceneDataset set = SceneDataset.Open(DataLocation.Resolve(parsed.GetValue(data)), new SplitOptions(parsed.GetValue(share), parsed.GetValue(seed)));
            PassedOver.Write(set.Ignored, Console.Error);
            if (set.Validation.Count == 0)
                throw new ArgumentException($"{set.Root} has no validation images of its own and --validation is 0; every choice is made on such images. Give a share, such as --validation 0.1.");
            Console.WriteLine(Printable.Lines(set.ToString()));
            set.CheckReadable(progress: CountLine.OnError(set.Train.Count + set.Validation.Count + set.Test.Count, "images looked at"), cancellation: cancellation);
            Recipe chosen = Recipes[parsed.GetValue(recipe)!];
            string checkpoint = CheckpointOf(folder, set, network, chosen, parsed.GetValue(seed));
            var options = new TransferOptions
            {
                Seed = parsed.GetValue(seed),
                Run = new TrainingRun($"{network.Spec.Title}, {chosen.Name}") { CheckpointPath = checkpoint, Progress = new ProgressLine() },
                Extraction = new ExtractionLine(network.Spec.Title),
                Report = Console.WriteLine,
            };
            using TransferModel model = TransferTrainer.Fit(network, chosen, set, options, cancellation);
            cancellation.ThrowIfCancellationRequested();
            using ImageClassifier classifier = ImageClassifier.From(model, set, options.Seed, parsed.GetValue(flips), !parsed.GetValue(noTest), cancellation);
            classifier.Save(folder);
            File.Delete(checkpoint);
            foreach (string sentence in classifier.Card.Sentences()) Console.WriteLine(sentence);
            Console.WriteLine(classifier.Card.Unsure);
            Console.WriteLine($"Saved in {folder}. Next: scenes predict --model {folder} FILES");
            return 0;
        }, CommandErrors.Resumable));
        return command;
    }

    /// <summary>A stopped training goes on where it was; one with other images, weights, options or another device starts at the beginning.</summary>
    private static string CheckpointOf(string folder, SceneDataset set, Pretrained network, Recipe recipe, long seed) =>
        $"{folder}.{ContentHash.OfText($"{set.SplitId}\n{TransferTrainer.Identify(recipe, new FeatureSource(network) { Cut = recipe.CutOf(network.Spec) }.Key(set.Train))}\n{seed}")[..12]}.checkpoint";
}
