using System.Diagnostics;
using System.Text.Json.Nodes;
using Scenes.Backbones;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Tests.Data;

namespace Scenes.Tests.Runner;

/// <summary>Commands as processes: what they write and how they end.</summary>
public sealed class CommandsTests(CommandsTests.Photographs photographs) : IClassFixture<CommandsTests.Photographs>, IDisposable
{
    private readonly string own = Directory.CreateTempSubdirectory("scenes-commands-").FullName;

    [Fact]
    public async Task Train_OtherClassesThanTheSix_MakesAModelAndKeepsItsFeatures()
    {
        Assert.Equal((0, "1 passed over, which are no images by their names, no regular files, or folders that are not entered: 1 .heic.\n"), (photographs.Trained.Code, FirstLine(photographs.Trained.Error)));
        Assert.Contains("scenes predict --model", photographs.Trained.Output, StringComparison.Ordinal);
        Assert.Equal(["card.json", "head"], Directory.GetFiles(photographs.Model).Select(file => Path.GetFileName(file).Split('-')[0]).Order());
        Assert.Equal(["cache", "model", "set", "weights"], Directory.GetFileSystemEntries(photographs.Folder).Select(Path.GetFileName).Order());
        JsonNode card = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(photographs.Model, "card.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(("fp32", "squeezenet1_1"), ((string?)card["backbone"]!["precision"], (string?)card["backbone"]!["network"]));

        Assert.Contains("squeezenet1_1-pooled-", (await photographs.RunAsync("cache", "list")).Output, StringComparison.Ordinal);
        var cleared = await photographs.RunAsync("cache", "clear");
        Assert.Equal(0, cleared.Code);
        Assert.Contains("became free", cleared.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(photographs.Folder, "cache"), "*.safetensors", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Predict_Csv_AnswersEveryFileAndEndsWith3WhereOneIsDamaged()
    {
        var (code, output, error) = await photographs.RunAsync("predict", "--model", "model", "--weights", "weights", "--csv", "set");
        Assert.Equal(3, code);
        IReadOnlyList<string[]> rows = Csv.Parse("output", output);
        Assert.Equal(["probability:cats", "probability:dogs"], rows[0][5..]);
        Assert.Equal(2 * Photographs.OfEach, rows.Count - 2);
        Assert.Contains("damaged.jpg", Assert.Single(rows.Skip(1), row => row[4].Length > 0)[0], StringComparison.Ordinal);
        Assert.Contains("1 passed over", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_KilledWhileItTrains_GoesOnToTheSameModel()
    {
        string set = Path.Combine(own, "set"), calmModel = Path.Combine(own, "calm"), killedModel = Path.Combine(own, "killed");
        photographs.AddPhotographs(set);
        string[] command = ["--data", set, "--backbone", "squeezenet1_1", "--weights", "weights", "--validation", "0.25", "--precision", "fp32", "--recipe", "modern-opened"];
        var calm = await photographs.RunAsync(OneThread, ["train", "--out", calmModel, .. command]);
        Assert.True(calm.Code == 0, calm.Error);
        string output;
        do
        {
            await KillAtACheckpointAsync(photographs.Start(OneThread, ["train", "--out", killedModel, .. command]), killedModel);
            (int code, output, string error) = await photographs.RunAsync(OneThread, ["train", "--out", killedModel, .. command]);
            Assert.True(code == 0, error);
            Assert.Equal(ModelCard.Read(calmModel).Head.Sha256, ModelCard.Read(killedModel).Head.Sha256);
            Assert.Empty(Checkpoints);
        }
        while (!output.Contains("epoch 5/5", StringComparison.Ordinal)); // killed after the last epoch: nothing was left to go on with
        Assert.DoesNotContain("epoch 1/5", output, StringComparison.Ordinal);
    }

    /// <summary>Kills a training as soon as it has a checkpoint; one that was quicker starts again.</summary>
    private async Task KillAtACheckpointAsync(ProcessStartInfo start, string model)
    {
        while (Checkpoints.Length == 0)
        {
            if (Directory.Exists(model)) Directory.Delete(model, recursive: true);
            using Process child = Process.Start(start)!;
            Task reading = Task.WhenAll(child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            var killer = new Thread(() => // not of the pool, which busy tests keep waiting
            {
                while (!child.HasExited && Checkpoints.Length == 0) Thread.Sleep(1);
                child.Kill(); // SIGKILL on Unix
            });
            killer.Start();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            killer.Join();
            await reading;
        }
    }

    /// <summary>Linux has a device that is always full.</summary>
    [Theory]
    [InlineData("--csv")]
    [InlineData("--json")]
    public async Task Predict_OutputOnAFullDisk_SaysSoAndEndsWith1(string format)
    {
        const string Full = "/dev/full";
        if (!File.Exists(Full)) Assert.Skip($"{Full} is Linux's own.");
        ProcessStartInfo start = photographs.Start([], ["predict", "--model", "model", "--weights", "weights", format, "set/train/dogs/0.jpg"]);
        (string program, string arguments) = (start.FileName, string.Join(' ', start.ArgumentList));
        start.ArgumentList.Clear();
        start.FileName = "/bin/sh";
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"'{program}' {arguments} > {Full}");
        var (code, _, error) = await ScenesProgram.RunAsync(start);
        Assert.Equal(1, code);
        Assert.Contains("space", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_JsonTop_GivesTheMostProbableClass()
    {
        var (code, output, _) = await photographs.RunAsync("predict", "--model", "model", "--weights", "weights", "--json", "--top", "1", "set/train/dogs/0.jpg");
        JsonNode answer = Assert.Single(JsonNode.Parse(output)!.AsArray())!;
        Assert.Equal(0, code);
        Assert.Equal((string?)answer["label"], Assert.Single(answer["probabilities"]!.AsObject()).Key);
    }

    [Fact]
    public async Task Audit_Json_HasClassesAndDamage()
    {
        var (code, output, error) = await photographs.RunAsync("audit", "--data", "set", "--json");
        Assert.Equal((0, true), (code, error.Contains("images looked at", StringComparison.Ordinal)));
        JsonNode report = JsonNode.Parse(output)!;
        Assert.Equal(["cats", "dogs"], report["classNames"]!.AsArray().Select(name => (string?)name));
        Assert.Single(report["unreadable"]!.AsArray());
    }

    [Theory]
    [InlineData("a name", "fetch nothing", "'nothing'")]
    [InlineData("a number of turns", "bench --repeats 0", "--repeats is 0. Allowed: 1 or more.")]
    [InlineData("a number of threads", "run --threads 0", "--threads is 0. Allowed: 1 or more.")]
    [InlineData("threads that are no number", "run --threads abc", "'abc' for option '--threads'")]
    [InlineData("classes that are no number", "predict --model m --top abc f", "'abc' for option '--top'")]
    [InlineData("sizes that are no number", "bench networks --size abc", "'abc' for option '--size'")]
    [InlineData("a misspelt option", "predict --model nowhere --cvs set", "Unrecognized option '--cvs'.")]
    [InlineData("a misspelt option", "figures draw --fromat svg", "Unrecognized option '--fromat'.")]
    [InlineData("a model, and the file is no list of arguments", "predict --model nowhere @photo.jpg", "nowhere")]
    [InlineData("a run that is not there", "figures list --run nowhere", "There is no folder nowhere")]
    [InlineData("an option before another command", "--data nowhere audit", "--data stands before audit, which does not hear it. Write: scenes audit --data nowhere")]
    [InlineData("an option that the other command lacks", "bench --repeats 5 imaging", "--repeats stands before imaging, which does not hear it. Write: scenes bench --repeats 5, without imaging")]
    [InlineData("an argument before another command", "fetch mobilenet_v2 intel", "mobilenet_v2 stands before intel, which does not hear it. Write: scenes fetch mobilenet_v2, without intel")]
    [InlineData("a file that is a folder, before any image", "bench --data nowhere --to set", "--to set is a folder.")]
    [InlineData("a second network, before any image", "bench --data nowhere --network squeezenet1_1 resnet5", "'resnet5'")]
    [InlineData("a second network, before any image", "bench probe --data nowhere --weights weights --network squeezenet1_1 resnet5", "'resnet5'")]
    [InlineData("a second network, before any image", "bench depths --data nowhere --weights weights --network squeezenet1_1 resnet5", "'resnet5'")]
    [InlineData("weights of the second, before any image", "bench heads --data nowhere --weights weights --network squeezenet1_1 resnet50", "scenes fetch resnet50")]
    [InlineData("SCENES_CACHE_LIMIT=abc", "cache list", "SCENES_CACHE_LIMIT is 'abc'")]
    [InlineData("SCENES_DATA=nowhere", "bench imaging", "nowhere")]
    [InlineData("SCENES_DEVICE=gpu", "device", "SCENES_DEVICE is 'gpu'")]
    [InlineData("SCENES_PRECISION=fp8", "train --data set --out new --backbone squeezenet1_1 --weights weights", "SCENES_PRECISION is 'fp8'. Allowed: fp32, bf16, fp16, auto.")]
    [InlineData("mirrored views", "train --data set --out new --recipe article --flips", "--recipe modern or modern-opened")]
    [InlineData("a network, before any image", "train --data nowhere --out new --backbone resnet5", "'resnet5'")]
    [InlineData("weights, before any image", "train --data nowhere --out new --backbone resnet50 --weights weights", "scenes fetch resnet50")]
    [InlineData("validation images", "train --data set --out new --backbone squeezenet1_1 --weights weights --validation 0", "--validation is 0")]
    public async Task Command_ThatCannotBeCarriedOut_SaysWhyAndEndsWith1(string wrong, string command, string message)
    {
        var (code, output, error) = await photographs.RunAsync(wrong.Contains('=') ? wrong.Split('=') : [], command.Split(' '));
        Assert.Equal(1, code);
        Assert.Contains(message, output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(photographs.Folder, "new")));
    }

    [Theory]
    [InlineData("--only 99", "--only 99. There are:")] // the default command
    [InlineData("run --only 99", "--only 99. There are:")]
    [InlineData("--only 99 run", "--only 99. There are:")] // run has the same options
    [InlineData("bench --data nowhere networks", "nowhere does not exist")] // and so has networks
    [InlineData("fetch intel --url here", "--url here is no address")]
    [InlineData("fetch --help", "scenes fetch")]
    [InlineData("--help", "scenes [command]")]
    public async Task Command_OptionsWhereTheyBelong_AreHeard(string command, string answer)
    {
        var (_, output, error) = await photographs.RunAsync(command.Split(' '));
        Assert.Contains(answer, output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("does not hear it", output + error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(own, recursive: true);

    private static string[] OneThread { get; } = ["OMP_NUM_THREADS", "1"];

    private string[] Checkpoints => Directory.GetFiles(own, "killed*.checkpoint");

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n")[..(text.ReplaceLineEndings("\n").IndexOf('\n', StringComparison.Ordinal) + 1)];

    /// <summary>Photographs of cats and dogs, weights of a small network, and the model that the command made of them.</summary>
    public sealed class Photographs : IAsyncLifetime
    {
        public const int OfEach = 16;

        public string Folder { get; } = Directory.CreateTempSubdirectory("scenes-commands-").FullName;

        public string Model => Path.Combine(Folder, "model");

        /// <summary>How the training ended.</summary>
        public (int Code, string Output, string Error) Trained { get; private set; }

        public async ValueTask InitializeAsync()
        {
            AddPhotographs("set");
            Add("set/train/cats/phone.heic", [1, 2, 3]);
            Directory.CreateDirectory(Path.Combine(Folder, "weights"));
            using (Backbone network = Backbone.Create("squeezenet1_1", seed: 3))
                SafetensorsFile.Write(Path.Combine(Folder, "weights", "squeezenet1_1.safetensors"), network.state_dict());
            Trained = await RunAsync(
                "train", "--data", "set", "--out", "model/", "--backbone", "squeezenet1_1", "--weights", "weights", "--validation", "0.25", "--precision", "fp32");
            Add("set/train/dogs/damaged.jpg", [1, 2, 3]);
        }

        public Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync([], arguments);

        /// <summary>Runs a command in the folder; a variable is a name and a value.</summary>
        public Task<(int Code, string Output, string Error)> RunAsync(string[] variable, string[] arguments) => ScenesProgram.RunAsync(Start(variable, arguments));

        /// <summary>How to start a command in the folder.</summary>
        public ProcessStartInfo Start(string[] variable, string[] arguments)
        {
            var start = ScenesProgram.Start(Folder, arguments);
            start.Environment["SCENES_CACHE"] = "cache";
            if (variable is [var name, var value]) start.Environment[name] = value;
            return start;
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        public void AddPhotographs(string set)
        {
            foreach (var (name, first) in new[] { ("cats", 0), ("dogs", OfEach) })
                for (int i = 0; i < OfEach; i++) Add($"{set}/train/{name}/{i}.jpg", ImageFile.EncodeJpeg(TestPictures.Blobs(first + i, 64, 64)));
        }

        private void Add(string name, byte[] bytes)
        {
            string path = Path.Combine(Folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }
}
