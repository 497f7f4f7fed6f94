using System.Text.Json;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Tests.Data;
using Scenes.Tests.Evaluation;

namespace Scenes.Tests.Faults;

/// <summary>Names of files and classes that break careless code go through everything unchanged.</summary>
public sealed class NamesTests : IDisposable
{
    private static readonly string[] Awkward =
    [
        "with space.jpg", " leading and trailing .jpg", "ünï-çødé.jpg", "日本語.jpg", "e\u0301 combining.jpg", "🏔.jpg", "comma,semicolon;.jpg", "#hash%20percent&amp;.jpg",
        "'single'.jpg", "$(id) `id` ${HOME}.jpg", "-rf.jpg", "--json.jpg", "=1+1.jpg", new string('n', 200) + ".jpg",
    ];

    /// <summary>What only Unix allows in a name.</summary>
    private static readonly string[] UnixOnly = ["two\nlines.jpg", "tab\tand\rreturn.jpg", "\"quoted\".jpg", "<img src=x onerror=alert(1)>.jpg", "back\\slash.jpg", "\u001b[31mred.jpg", "a:b|c?*.jpg"];

    private readonly string root = Directory.CreateTempSubdirectory("scenes nämes ").FullName;
    private readonly string[] names = OperatingSystem.IsWindows() ? Awkward : [.. Awkward, .. UnixOnly];

    public NamesTests()
    {
        string[] classes = ["a class, with \"quotes\"", "日本 語"];
        if (OperatingSystem.IsWindows()) classes[0] = "a class, with quotes";
        int number = 0;
        foreach (string name in classes)
            foreach (string file in names)
            {
                string path = Path.Combine(root, name, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, ImageFile.EncodeJpeg(TestPictures.Blobs(number++, 24, 24)));
            }
    }

    [Fact]
    public void Set_AwkwardNames_AreIndexedAndAudited()
    {
        SceneDataset set = SceneDataset.Open(root, new SplitOptions(0.3));
        Assert.Equal(2 * names.Length, set.Images.Count);
        AuditReport report = DatasetAudit.Run(set);
        Assert.Empty(report.Unreadable);
        Assert.Equal(set.ClassNames, AuditReport.FromJson(report.ToJson()).ClassNames);
    }

    [Fact]
    public void Predictions_AwkwardNames_ReadBackTheSame()
    {
        SceneDataset set = SceneDataset.Open(root, new SplitOptions(0.3));
        double[,] probabilities = new double[set.Train.Count, 2];
        for (int i = 0; i < set.Train.Count; i++) probabilities[i, 0] = 1;
        var predictions = new Predictions("m, \"x\"", SceneSplit.Train, set.ClassNames, [.. set.Train.Select(image => image.Name)], [.. set.Train.Select(image => image.Label)], probabilities);
        string csv = Path.Combine(root, "predictions.csv"), json = Path.Combine(root, "predictions.json");
        PredictionsCsv.Write(csv, predictions);
        PredictionsJson.Write(json, predictions);
        Assert.Equal(predictions.Files, PredictionsCsv.Read(csv).Files);
        Assert.Equal(predictions.Files, PredictionsJson.Read(json).Files);
        Assert.Equal(predictions.ClassNames, PredictionsCsv.Read(csv).ClassNames);
    }

    [Fact]
    public void Predict_AwkwardNames_StandInCsvAndJsonAsTheyAre()
    {
        using var made = new SavedCase(evaluateTest: false);
        IReadOnlyList<string> paths = ImagePaths.Find([root]);
        Assert.Equal(2 * names.Length, paths.Count);
        ImageAnswer[] answers = [.. made.Classifier.Predict(paths)];
        var csv = new StringWriter();
        var json = new StringWriter();
        Assert.Equal((paths.Count, 0), AnswerFile.WriteCsv(csv, made.Classifier.Card.Classes, answers));
        Assert.Equal((paths.Count, 0), AnswerFile.WriteJson(json, answers));
        Assert.Equal(paths, Csv.Parse("csv", csv.ToString()).Skip(1).Select(row => row[0]));
        using JsonDocument document = JsonDocument.Parse(json.ToString());
        Assert.Equal(paths, document.RootElement.EnumerateArray().Select(row => row.GetProperty("file").GetString()!));
    }

    [Fact]
    public void Save_FolderWithAnAwkwardName_LoadsAgain()
    {
        using var made = new SavedCase(evaluateTest: false);
        string folder = Path.Combine(root, OperatingSystem.IsWindows() ? "ein Modéll" : "ein\nModéll, \"neu\"");
        made.Classifier.Save(folder);
        using ImageClassifier loaded = ImageClassifier.Load(folder, made.Pretrained.WeightsPath);
        Assert.Equal(made.Classifier.Card.ToJson(), loaded.Card.ToJson());
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
