using System.Text.RegularExpressions;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Runtime;
using Scenes.Tests.Faults;
using Scenes.Tests.Training;

namespace Scenes.Tests.Evaluation;

/// <summary>One saved model, looked at from every side that may be wrong.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class SavedModelTests : IClassFixture<SavedModelTests.Saved>, IDisposable
{
    private readonly SavedCase made;
    private readonly string copy = Directory.CreateTempSubdirectory("scenes-copy-").FullName;

    public SavedModelTests(Saved saved)
    {
        made = saved.Case;
        foreach (string file in Directory.EnumerateFiles(made.Saved)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
    }

    private string Card => Path.Combine(copy, ModelCard.FileName);

    private string Head => Directory.GetFiles(copy, "head-*.safetensors").Single();

    [Fact]
    public void Save_Folder_HoldsCardAndHeadAlone()
    {
        Assert.Equal([ModelCard.FileName, $"head-{made.Classifier.Card.Head.Sha256[..16]}.safetensors"], Directory.GetFiles(made.Saved).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetDirectories(made.Folder, "*.partial"));
        Assert.True(new FileInfo(Head).Length < 1_000_000, "the pretrained weights are not part of it");
    }

    [Fact]
    public void Save_OverAModel_ReplacesIt()
    {
        File.WriteAllText(Path.Combine(copy, "head-0000000000000000.safetensors"), "of an older model");
        made.Classifier.Save(copy);
        Assert.Equal(2, Directory.GetFiles(copy).Length);
        using ImageClassifier loaded = ImageClassifier.Load(copy, made.Pretrained.WeightsPath);
        Assert.Equal(made.Classifier.Card, loaded.Card with { Classes = made.Classifier.Card.Classes, Backbone = made.Classifier.Card.Backbone, Views = made.Classifier.Card.Views, Metrics = made.Classifier.Card.Metrics });
    }

    [Fact]
    public void Save_OverSomethingElse_IsRefused()
    {
        File.Delete(Card);
        File.WriteAllText(Path.Combine(copy, "thesis.txt"), "years of work");
        var error = Assert.Throws<IOException>(() => made.Classifier.Save(copy));
        Assert.Contains("holds no saved model", error.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => made.Classifier.Save(Path.Combine(copy, "thesis.txt")));
        Assert.Equal("years of work", File.ReadAllText(Path.Combine(copy, "thesis.txt")));
    }

    /// <summary>It may be the place where a disk is mounted or the current folder of a terminal: it must stay the same one.</summary>
    [Fact]
    public void Save_EmptyFolder_IsFilledAndNotReplaced()
    {
        string target = Directory.CreateDirectory(Path.Combine(copy, "place")).FullName, link = Path.Combine(copy, "link");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Directory.CreateSymbolicLink(link, target);
        made.Classifier.Save(link);
        Assert.Equal(target, new DirectoryInfo(link).LinkTarget);
        Assert.Equal(2, Directory.GetFileSystemEntries(target).Length);
        File.Delete(Path.Combine(target, ModelCard.FileName)); // as if it had been killed before the card
        made.Classifier.Save(target);
        Assert.Equal(made.Classifier.Card.Head.Sha256, ModelCard.Read(target).Head.Sha256);
    }

    /// <summary>Its name begins like those of a model's own files, but nobody here has made it.</summary>
    [Fact]
    public void Save_FolderWithAHeadOfTheUser_IsRefusedAndLosesNothing()
    {
        string target = Directory.CreateDirectory(Path.Combine(copy, "mine")).FullName, mine = Path.Combine(target, "head-v1.safetensors");
        File.WriteAllText(mine, "days of work");
        Assert.Contains("holds no saved model", Assert.Throws<IOException>(() => made.Classifier.Save(target)).Message, StringComparison.Ordinal);
        Assert.Equal("days of work", File.ReadAllText(mine));
    }

    [Fact]
    public void CheckFolder_NothingCanBeWrittenThere_SaysSoBeforeTheTraining()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a folder that refuses root too.");
        string message = Assert.Throws<IOException>(() => ImageClassifier.CheckFolder("/proc/model")).Message;
        Assert.StartsWith("A model cannot be saved as /proc/model: nothing can be written in /proc", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_TwoAtOnce_LeaveOneWholeModel()
    {
        string target = Path.Combine(copy, "both");
        await Task.WhenAll(Enumerable.Range(0, 2).Select(seed => Task.Run(() =>
        {
            Dictionary<string, TorchSharp.torch.Tensor> head = SmallCard.Head(seed);
            for (int i = 0; i < 8; i++) ModelFolder.Write(target, SmallCard.Card with { Seed = seed }, head);
            foreach (var tensor in head.Values) tensor.Dispose();
        })));
        ModelCard card = ModelCard.Read(target);
        Assert.Equal(card.Head.Sha256, ContentHash.OfFile(ModelFolder.HeadPath(target, card)));
        Assert.Equal(2, Directory.GetFileSystemEntries(target).Length);
        Assert.Empty(Directory.GetDirectories(copy, "*.partial"));
    }

    [Fact]
    public void Load_OtherWeights_AreRefused()
    {
        string other = Path.Combine(copy, "other.safetensors");
        byte[] bytes = File.ReadAllBytes(made.Pretrained.WeightsPath);
        bytes[^1] ^= 1;
        File.WriteAllBytes(other, bytes);
        var error = Assert.Throws<InvalidDataException>(() => ImageClassifier.Load(copy, other));
        Assert.Contains(made.Classifier.Card.Backbone.WeightsSha256, error.Message, StringComparison.Ordinal);
        Assert.Contains(other, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoWeights_SaysHowToGetThem()
    {
        var error = Assert.Throws<FileNotFoundException>(() => ImageClassifier.Load(copy, Path.Combine(copy, "nowhere")));
        Assert.Contains("scenes fetch mobilenet_v2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ChangedHead_IsRefused()
    {
        byte[] bytes = File.ReadAllBytes(Head);
        bytes[^5] ^= 64;
        File.WriteAllBytes(Head, bytes);
        Assert.Contains("SHA-256", Assert.Throws<InvalidDataException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingHead_IsSaid()
    {
        File.Delete(Head);
        Assert.Throws<FileNotFoundException>(Load);
    }

    [Fact]
    public void Load_NoModel_SaysHowToMakeOne() =>
        Assert.Contains("scenes train", Assert.Throws<FileNotFoundException>(() => ImageClassifier.Load(Path.Combine(copy, "none"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"scenes-model/1\"", "\"scenes-model/9\"", "scenes-model/9")]
    [InlineData("\"warm\"", "\"cold\"", "twice")]
    [InlineData("\"network\": \"mobilenet_v2\"", "\"network\": \"../../etc\"", "not known")]
    [InlineData("\"widthFactor\": 0.125", "\"widthFactor\": 99", "width factor")]
    [InlineData("\"hidden\": 0", "\"hidden\": 99999999", "hidden")]
    [InlineData("\"imageSize\": 64", "\"imageSize\": 60000", "60000")]
    [InlineData("\"imageSize\": 64", "\"imageSize\": 1025", "32 to 1024")]
    [InlineData("\"imageSize\": 64", "\"imageSize\": 31", "32 to 1024")]
    [InlineData(",pooled\"", ",layer9\"", "layer9")]
    [InlineData("features.16,features.17", "features.17,features.16", "from early to late")]
    [InlineData("\"opened\": false", "\"opened\": true", "no stage comes after")]
    [InlineData("\"classifier.*\"", "\"*\"", "'*' may not be left out")] // weights of the right hash, and a random network
    [InlineData("\"classifier.*\"", "\"features.18.0.weight\"", "may not be left out")] // it did not learn, so it is not in the model's file
    [InlineData("\"kind\": \"Linear\"", "\"kind\": 1", "kind")] // enumerations are names
    [InlineData("\"name\":", "\"$type\": \"System.Diagnostics.Process\", \"name\":", "$type")] // no types are taken from the file
    [InlineData("\"recipe\":", "\"temperature\": 2, \"recipe\":", "temperature")] // a member twice
    [InlineData("\"plain\"", "\"plain\", \"plain\"", "views")]
    [InlineData("\"metrics\": [", "\"metrics\": [null, ", "a metric is null")]
    [InlineData("{\n", "[", "card")]
    public void Load_ForgedCard_IsRefused(string from, string to, string named)
    {
        string text = File.ReadAllText(Card);
        string forged = text.Replace(from, to, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(text, forged);
        File.WriteAllText(Card, forged);
        var error = Assert.Throws<InvalidDataException>(Load);
        Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Card, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$1\"4\"", "version '4' of the extraction")]
    [InlineData("", "does not name")] // a card of before there was this entry
    public void Load_OtherExtraction_SaysToTrainAgain(string entry, string named)
    {
        Assert.Equal(FeatureKey.LibraryVersion, ModelCard.Read(copy).Extraction);
        string text = File.ReadAllText(Card), other = Regex.Replace(text, "(,\\s*\"extraction\": )\"[^\"]*\"", entry);
        Assert.NotEqual(text, other);
        File.WriteAllText(Card, other);
        var error = Assert.Throws<InvalidDataException>(Load);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains($"this library has version {FeatureKey.LibraryVersion}", error.Message, StringComparison.Ordinal);
        Assert.Contains("scenes train", error.Message, StringComparison.Ordinal);
        Assert.Contains(Card, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CardOfOtherLayers_IsRefused()
    {
        string text = File.ReadAllText(Card);
        File.WriteAllText(Card, text.Replace("\"warm\"", "\"warm\", \"hot\"", StringComparison.Ordinal));
        Assert.Contains("3 classes", Assert.Throws<InvalidDataException>(Load).Message, StringComparison.Ordinal);
        File.WriteAllText(Card, text.Replace("\"cut\": \"features.13,", "\"cut\": \"features.3,", StringComparison.Ordinal));
        Assert.Contains("do not belong together", Assert.Throws<InvalidDataException>(Load).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(copy, recursive: true);

    private void Load() => ImageClassifier.Load(copy, made.Pretrained.WeightsPath).Dispose();

    public sealed class Saved : IDisposable
    {
        public Saved() => Case.Classifier.Save(Case.Saved);

        internal SavedCase Case { get; } = new();

        public void Dispose() => Case.Dispose();
    }
}
