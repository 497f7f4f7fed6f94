using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Runner.Bench;
using TorchSharp;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes bench predict</c>: how much of the speed of bare features is left when a saved model answers.</summary>
internal static class PredictBenchCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Folder of a saved model.", HelpName = "DIR", Required = true };
        var weights = new Option<string?>("--weights") { Description = "As for 'scenes predict'.", HelpName = "PATH" };
        var places = new Argument<string[]>("files") { Description = "Photographs, and folders of such.", Arity = ArgumentArity.OneOrMore };
        var count = new Option<int>("--images") { Description = "Images in each run, spread evenly over those that were named.", DefaultValueFactory = _ => 256 };
        var repeats = new Option<int>("--repeats") { Description = "Pairs of runs; their median counts.", DefaultValueFactory = _ => 3 };
        var command = new Command("predict", "Files to answers as CSV against files to bare features, in turn, in one process.") { model, weights, places, count, repeats };
        foreach (Option<int> number in new[] { count, repeats }) number.FromOne();
        command.SetAction(parsed => CommandErrors.Guard(() =>
        {
            using ImageClassifier classifier = ImageClassifier.Load(parsed.GetValue(model)!, parsed.GetValue(weights));
            IReadOnlyList<string> all = ImagePaths.Find(parsed.GetValue(places)!);
            int images = Math.Min(parsed.GetValue(count), all.Count);
            string[] paths = [.. Enumerable.Range(0, images).Select(i => all[(int)((long)i * all.Count / images)])];
            Run(classifier, paths, parsed.GetValue(repeats));
        }));
        return command;
    }

    private static void Run(ImageClassifier classifier, string[] paths, int repeats)
    {
        var features = new List<double>();
        var answers = new List<double>();
        for (int run = 0; run <= repeats; run++) // the first pair warms up
        {
            double bare = Time(() => Features(classifier, paths)), whole = Time(() => AnswerFile.WriteCsv(TextWriter.Null, classifier.Card.Classes, classifier.Predict(paths)));
            if (run == 0) continue;
            features.Add(paths.Length / bare);
            answers.Add(paths.Length / whole);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{classifier.Card.Backbone.Network}, {classifier.Card.Preprocessing.ImageSize} pixels, {paths.Length} images: "
            + $"features {Timing.Median(features):0.0} images/s, answers {Timing.Median(answers):0.0} images/s, ratio {Timing.Median(features.Zip(answers, (bare, whole) => whole / bare)):0.000}."));
    }

    private static void Features(ImageClassifier classifier, string[] paths)
    {
        foreach (torch.Tensor batch in classifier.Frozen.Stream(paths)) batch.Dispose();
    }

    private static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }
}
