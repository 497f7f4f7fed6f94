using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;

namespace Scenes.Runner.Commands;

/// <summary><c>scenes predict</c>: a saved model names the class of photographs.</summary>
internal static class PredictCommand
{
    /// <summary>The exit code where some files could not be read and all others were answered.</summary>
    public const int SomeUnreadable = 3;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Folder of a model that 'scenes train' saved.", HelpName = "DIR", Required = true };
        var places = new Argument<string[]>("files") { Description = "Files, and folders whose images are all taken.", Arity = ArgumentArity.OneOrMore }.WithoutOptions();
        var json = new Option<bool>("--json") { Description = "A JSON array with one object a line." };
        var csv = new Option<bool>("--csv") { Description = "CSV with one row a file." };
        var top = new Option<int?>("--top") { Description = "Show this many classes, the most probable first. Default: one as text, all in JSON and CSV.", HelpName = "N" }.FromOne();
        var weights = new Option<string?>("--weights") { Description = "The pretrained weights that the model stands on: a file, or a folder of <network>.safetensors.", HelpName = "PATH" };
        var precision = new Option<string?>("--precision") { Description = "fp32, bf16, fp16 or auto. Default: what the model was saved with.", HelpName = "NAME" };
        var command = new Command("predict", "Names the class of photographs: label, calibrated probability, and whether the model is unsure.") { model, places, json, csv, top, weights, precision };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv)) result.AddError("--json and --csv exclude each other; choose one.");
        });
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(async () =>
        {
            await Task.Yield(); // Ctrl-C is heard while the work runs
            string? wanted = parsed.GetValue(precision);
            using ImageClassifier classifier = ImageClassifier.Load(parsed.GetValue(model)!, parsed.GetValue(weights), wanted is null ? null : Precisions.Parse(wanted));
            var others = new List<string>();
            IReadOnlyList<string> paths = ImagePaths.Find(parsed.GetValue(places)!, others.Add);
            PassedOver.Write(others, Console.Error);
            if (paths.Count == 0) throw new ArgumentException($"There is no image in {string.Join(", ", parsed.GetValue(places)!)}.");
            var watch = Stopwatch.StartNew();
            IEnumerable<ImageAnswer> answers = classifier.Predict(paths, cancellation: cancellation);
            (int rows, int errors) = Write(answers, classifier.Card.Classes, parsed.GetValue(json), parsed.GetValue(csv), parsed.GetValue(top));
            string speed = (rows / watch.Elapsed.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture);
            Console.Error.WriteLine($"{rows} files, {errors} of them not read, {speed} files/s.");
            return errors == 0 ? 0 : SomeUnreadable;
        }));
        return command;
    }

    private static (int Rows, int Errors) Write(IEnumerable<ImageAnswer> answers, IReadOnlyList<string> classes, bool json, bool csv, int? top)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 14);
        if (json) return AnswerFile.WriteJson(output, answers, top);
        return csv ? AnswerFile.WriteCsv(output, classes, answers, top) : AnswerFile.WriteText(output, answers, top ?? 1);
    }
}
