using Scenes.Data;
using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Tests.Data;

public sealed class SceneDatasetTests : IDisposable
{
    private static readonly SplitOptions NoValidation = new(ValidationFraction: 0);
    private readonly SetFolder folder = new();

    [Theory]
    [InlineData("seg_train/seg_train", null, "seg_test/seg_test", "seg_pred/seg_pred")] // as the Kaggle download unpacks
    [InlineData("seg_train", null, "seg_test", "seg_pred")] // the same, un-doubled
    [InlineData("train", "val", "test", null)]
    [InlineData("Train", "validation", "Test", "unlabelled")] // as other sets write it
    public void Open_SplitFolders_AreRead(string train, string? validation, string test, string? unlabelled)
    {
        folder.AddMany($"{train}/sea", 30).AddMany($"{train}/forest", 40).AddMany($"{test}/sea", 3).AddMany($"{test}/forest", 2);
        if (validation is not null) folder.AddMany($"{validation}/sea", 5).AddMany($"{validation}/forest", 6);
        if (unlabelled is not null) folder.AddMany(unlabelled, 4);
        var set = SceneDataset.Open(folder.Root);
        Assert.Equal(["forest", "sea"], set.ClassNames);
        Assert.Equal(validation is not null, set.HasOwnValidation);
        Assert.Equal(70 + (validation is null ? 0 : 11), set.Train.Count + set.Validation.Count);
        if (validation is not null) Assert.Equal(11, set.Validation.Count);
        Assert.Equal(5, set.Test.Count);
        Assert.Equal(unlabelled is null ? 0 : 4, set.Unlabelled.Count);
        Assert.All(set.Unlabelled, image => Assert.Equal(-1, image.Label));
        var first = set.Test.Single(image => image.Name == $"{test}/sea/0.jpg");
        Assert.Equal(1, first.Label);
        Assert.Equal(ContentHash.OfFile(first.Path), first.ContentHash);
    }

    [Fact]
    public void Open_ClassFoldersAlone_HaveNoTest()
    {
        folder.AddMany("train", 30).AddMany("bus", 30); // a class may be called train
        var set = SceneDataset.Open(folder.Root);
        Assert.Equal(["bus", "train"], set.ClassNames);
        Assert.Empty(set.Test);
        Assert.NotEmpty(set.Validation);
    }

    [Fact]
    public void Open_OtherFiles_AreNamedAndHiddenOnesSkipped()
    {
        folder.AddMany("train/a", 20).AddMany("train/b", 20).AddMany("models", 1).AddFolder("__MACOSX");
        folder.Add("train/a/notes.txt").Add("train/a/.DS_Store").Add("README.md");
        Assert.Equal(["README.md", "models/", "train/a/notes.txt"], SceneDataset.Open(folder.Root).Ignored.Order(StringComparer.Ordinal));
    }

    /// <summary>What systems leave behind beside photographs is no photograph, unless it is named.</summary>
    [Fact]
    public void Find_HiddenFilesAndFolders_AreTakenOnlyWhereTheyAreNamed()
    {
        folder.Add("a/1.jpg").Add("a/._1.jpg").Add("a/.thumbnails/1.jpg").Add("a/__MACOSX/a/1.jpg");
        string a = Path.Combine(folder.Root, "a"), hidden = Path.Combine(a, "._1.jpg");
        Assert.Equal([Path.Combine(a, "1.jpg")], ImagePaths.Find([a]));
        Assert.Equal([hidden], ImagePaths.Find([hidden]));
    }

    [Fact]
    public void Find_LinkToAFolder_IsNotEnteredButTold()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        folder.Add("a/1.jpg").Add("b/2.jpg");
        string a = Path.Combine(folder.Root, "a"), link = Path.Combine(a, "link");
        Directory.CreateSymbolicLink(link, Path.Combine(folder.Root, "b"));
        var passedOver = new List<string>();
        Assert.Equal([Path.Combine(a, "1.jpg")], ImagePaths.Find([a], passedOver.Add));
        Assert.Equal([$"{link}/"], passedOver);
    }

    [Fact]
    public void Open_ImagesUnderRareNames_AreFoundAndTheRestIsCounted()
    {
        folder.Add("a/1.jfif").Add("a/2.JPE").Add("a/3.JPG").Add("a/scan.tif").Add("b/LICENSE", "BMP files are free").Add("b/1.dib");
        WriteImage("b/0001");
        SceneDataset set = SceneDataset.Open(folder.Root, NoValidation);
        Assert.Equal(["a/1.jfif", "a/2.JPE", "a/3.JPG", "b/0001", "b/1.dib"], set.Images.Select(image => image.Name));
        Assert.EndsWith("; ignored: 1 .tif, 1 without extension", set.ToString(), StringComparison.Ordinal);
        Assert.Equal([Path.Combine(folder.Root, "b", "0001"), Path.Combine(folder.Root, "b", "1.dib")], ImagePaths.Find([Path.Combine(folder.Root, "b")]));
    }

    [Fact]
    public async Task Open_PipesAmongTheImages_AreNoImages()
    {
        folder.Add("a/1.jpg").Add("b/1.jpg");
        string pipe = NamedPipe.Make(Path.Combine(folder.Root, "a", "2.jpg"));
        NamedPipe.Make(Path.Combine(folder.Root, "a", "0003"));
        SceneDataset set = await NamedPipe.RunAsync(() => SceneDataset.Open(folder.Root, NoValidation));
        Assert.Equal(["a/1.jpg", "b/1.jpg"], set.Images.Select(image => image.Name));
        Assert.Equal(["a/0003", "a/2.jpg"], set.Ignored);
        Assert.Equal([Path.Combine(folder.Root, "a", "1.jpg")], await NamedPipe.RunAsync(() => ImagePaths.Find([Path.Combine(folder.Root, "a")])));
        Assert.Equal([pipe], ImagePaths.Find([pipe])); // named by the user: its row says what it is
    }

    [Fact]
    public async Task Open_ListThatNamesAPipe_SaysWhichAndWhat()
    {
        folder.Add("1.jpg").Add("set.csv", "path,label\n1.jpg,a\n2.jpg,b\n");
        string pipe = NamedPipe.Make(Path.Combine(folder.Root, "2.jpg"));
        var error = await NamedPipe.RunAsync(() => Assert.Throws<IOException>(() => SceneDataset.Open(Path.Combine(folder.Root, "set.csv"), NoValidation)));
        Assert.Contains($"{pipe} is a pipe or a device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_FolderWithADot_IsWhole()
    {
        folder.AddMany("photos.2024/a", 2).AddMany("photos.2024/b", 2);
        Assert.Equal("photos.2024", SceneDataset.Open(Path.Combine(folder.Root, "photos.2024"), NoValidation).Name);
    }

    [Fact]
    public void ToString_ClassWithoutValidationImage_IsNamed()
    {
        folder.AddMany("train/a", 2).AddMany("train/b", 2).AddMany("val/a", 1);
        Assert.Contains("no validation image of b", SceneDataset.Open(folder.Root).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CheckReadable_SomeDamaged_NamesThemAllAtOnce()
    {
        folder.AddMany("train/a", 12).AddMany("train/b", 13).AddMany("unlabelled", 1);
        WriteImage("train/a/whole.jpg");
        SceneDataset set = SceneDataset.Open(folder.Root, NoValidation);
        var error = Assert.Throws<ImageFormatException>(() => set.CheckReadable(cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("25 of the 26 images", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine(folder.Root, "train", "a", "0.jpg")}: This is no known image format", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("and 5 more", error.Message, StringComparison.Ordinal);
        foreach (SceneImage image in set.Images) WriteImage(image.Name);
        set.CheckReadable(cancellation: TestContext.Current.CancellationToken);
        File.Delete(set.Images[0].Path);
        Assert.Contains(set.Images[0].Path, Assert.Throws<ImageFormatException>(() => set.CheckReadable()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckReadable_Progress_RisesAndItsErrorComesAsItIs()
    {
        folder.AddMany("train/a", 205).AddMany("train/b", 1);
        SceneDataset set = SceneDataset.Open(folder.Root, NoValidation);
        foreach (SceneImage image in set.Images) WriteImage(image.Name);
        var seen = new List<int>();
        set.CheckReadable(progress: new Heard(seen.Add), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([100, 200, 206], seen);
        Assert.Throws<NotSupportedException>(() => set.CheckReadable(progress: new Heard(_ => throw new NotSupportedException()), cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Open_Missing_SaysHowToGetTheSet()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => SceneDataset.Open(Path.Combine(folder.Root, "nowhere")));
        Assert.Contains("scenes fetch intel", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("archive.zip", "a/0.jpg", "b/0.jpg", "is a file")] // see Open_FileForFolder below for the root itself
    [InlineData("seg_train", "seg_test/a/0.jpg", "seg_test/b/0.jpg", "is a file; expected a folder")]
    [InlineData("train/loose.jpg", "train/a/0.jpg", "train/b/0.jpg", "lies where a class folder is expected")]
    [InlineData("test/loose.jpg", "train/a/0.jpg", "train/b/0.jpg", "seg_pred")]
    [InlineData("readme.txt", "seg_test/a/0.jpg", "seg_test/b/0.jpg", "no training images")]
    [InlineData("readme.txt", "train/a/0.jpg", "seg_train/b/0.jpg", "several folders for one split")]
    [InlineData("a/deeper/0.jpg", "a/0.jpg", "b/0.jpg", "is a folder; expected images")]
    [InlineData("readme.txt", "a/0.jpg", "a/1.jpg", "has 1 class(es) with training images (a)")]
    [InlineData("train/c/notes.txt", "train/a/0.jpg", "train/b/0.jpg", "holds no image")]
    [InlineData("test/c/0.jpg", "train/a/0.jpg", "train/b/0.jpg", "class 'c' of test/c/0.jpg has no training images")]
    public void Open_Malformed_SaysWhatAndWhere(string first, string second, string third, string expected)
    {
        folder.Add(first).Add(second).Add(third);
        string path = first.EndsWith(".zip", StringComparison.Ordinal) ? Path.Combine(folder.Root, first) : folder.Root;
        var error = Assert.Throws<InvalidDataException>(() => SceneDataset.Open(path, NoValidation));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyFolder_SaysWhatIsExpected()
    {
        var error = Assert.Throws<InvalidDataException>(() => SceneDataset.Open(folder.Root));
        Assert.Contains("one folder of images per class", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyClassFolder_IsAnError()
    {
        folder.AddMany("a", 5).AddMany("b", 5).AddFolder("c");
        var error = Assert.Throws<InvalidDataException>(() => SceneDataset.Open(folder.Root));
        Assert.Contains("holds no image", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.95)]
    [InlineData(double.NaN)]
    public void Open_FractionOutOfRange_IsAnError(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SceneDataset.Open(folder.Root, new SplitOptions(fraction)));

    [Fact]
    public void Open_ListOfFiles_IsRead()
    {
        folder.AddMany("x", 4).Add("x/with, comma.jpg").Add("list.csv", """"
            label,path,split
            sea,x/0.jpg,train
            forest,x/1.jpg,
            sea,x/2.jpg,val
            ,x/3.jpg,
            "the ""sea""","x/with, comma.jpg",train
            """");
        var set = SceneDataset.Open(Path.Combine(folder.Root, "list.csv"));
        Assert.Equal("list", set.Name);
        Assert.Equal(["forest", "sea", "the \"sea\""], set.ClassNames);
        Assert.Equal(["x/0.jpg", "x/1.jpg", "x/with, comma.jpg"], set.Train.Select(image => image.Name));
        Assert.Equal([1, 0, 2], set.Train.Select(image => image.Label));
        Assert.Equal(["x/2.jpg"], set.Validation.Select(image => image.Name));
        Assert.Equal(["x/3.jpg"], set.Unlabelled.Select(image => image.Name));
    }

    [Theory]
    [InlineData("file\tclass\n", "expected the column names path and label")]
    [InlineData("path\tlabel\nx/0.jpg\n", "line 2 has 1 fields")]
    [InlineData("path\tlabel\nx/9.jpg\tsea\n", "does not exist")]
    [InlineData("path\tlabel\nx/0.jpg\tsea\nx/../x/0.jpg\tsea\n", "which line 2 names already")]
    [InlineData("path\tlabel\tsplit\nx/0.jpg\tsea\tholdout\n", "allowed: train, validation (or val), test")]
    public void Open_MalformedList_SaysTheLine(string text, string expected)
    {
        folder.AddMany("x", 1).Add("list.tsv", text);
        var error = Assert.Throws<InvalidDataException>(() => SceneDataset.Open(Path.Combine(folder.Root, "list.tsv"), NoValidation));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RealPhotographs_AreCounted()
    {
        var set = RealPhotographs.Open();
        Assert.Equal(["buildings", "forest", "glacier", "mountain", "sea", "street"], set.ClassNames);
        Assert.All(set.Train, image => Assert.Contains($"/{set.ClassNames[image.Label]}/", image.Name, StringComparison.Ordinal));
        Assert.All(set.Test, image => Assert.Contains($"/{set.ClassNames[image.Label]}/", image.Name, StringComparison.Ordinal));
        Assert.False(set.HasOwnValidation);
        Assert.InRange((double)set.Validation.Count / (set.Train.Count + set.Validation.Count), 0.08, 0.12);
    }

    public void Dispose() => folder.Dispose();

    private void WriteImage(string name) => File.WriteAllBytes(Path.Combine(folder.Root, name), ImageFile.EncodePng(new RgbImage(4, 4)));

    private sealed class Heard(Action<int> hear) : IProgress<int>
    {
        public void Report(int value) => hear(value);
    }
}
