using Scenes.Backbones;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

public sealed class WeightLoaderTests : IDisposable
{
    private const double Narrow = 0.125;
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private string FileName => Path.Combine(folder, "weights.safetensors");

    [Theory]
    [MemberData(nameof(BackboneTests.Names), MemberType = typeof(BackboneTests))]
    public void Load_StateDictOfTheSameNetwork_RestoresEveryBit(string name)
    {
        using var scope = NewDisposeScope();
        using var trained = Backbone.Create(name, classCount: 3, widthFactor: Narrow, seed: 1);
        using var network = Backbone.Create(name, classCount: 3, widthFactor: Narrow, seed: 2);
        Write(trained.state_dict());
        WeightLoader.Load(network, FileName);
        var expected = trained.state_dict();
        Assert.All(network.state_dict(), pair => Assert.True(Bits.Equal(pair.Value, expected[pair.Key]), pair.Key));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Load_OtherPrecision_IsConverted(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var trained = Backbone.Create("squeezenet1_1", widthFactor: Narrow, seed: 1);
        using var network = Backbone.Create("squeezenet1_1", widthFactor: Narrow, seed: 2);
        Write(trained.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.to(type)));
        WeightLoader.Load(network, FileName);
        var expected = trained.state_dict();
        Assert.All(network.state_dict(), pair => Assert.True(Bits.Equal(pair.Value, expected[pair.Key].to(type).to(ScalarType.Float32)), pair.Key));
    }

    [Fact]
    public void Load_MissingUnexpectedAndMisshapen_ListsAllAndLoadsNothing()
    {
        using var scope = NewDisposeScope();
        using var network = Backbone.Create("resnet50", classCount: 3, widthFactor: Narrow, seed: 1);
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var state = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.is_floating_point() ? pair.Value + 1 : pair.Value);
        state.Remove("layer1.0.conv1.weight");
        state["layer9.weight"] = ones(2);
        state["fc.bias"] = ones(7);
        state["bn1.weight"] = ones(8, ScalarType.Int64);
        Write(state);
        string message = Assert.Throws<InvalidDataException>(() => WeightLoader.Load(network, FileName)).Message;
        Assert.Contains("1 missing: layer1.0.conv1.weight.", message, StringComparison.Ordinal);
        Assert.Contains("1 unexpected: layer9.weight.", message, StringComparison.Ordinal);
        Assert.Contains("2 misshapen: bn1.weight (file Int64 [8], network Float32 [8]), fc.bias (file Float32 [7], network Float32 [3]).", message, StringComparison.Ordinal);
        Assert.Contains("scenes fetch resnet50", message, StringComparison.Ordinal);
        Assert.All(network.state_dict(), pair => Assert.True(Bits.Equal(pair.Value, before[pair.Key]), pair.Key));
    }

    /// <summary>Whole parts are folded, so that the list can be copied into leaveOut and leaves out nothing else.</summary>
    [Fact]
    public void Load_ManyKeys_ListsAllAsLeaveOutTakesThem()
    {
        using var scope = NewDisposeScope();
        using var network = Backbone.Create("resnet50", widthFactor: Narrow, seed: 1);
        using var trained = Backbone.Create("resnet50", widthFactor: Narrow, seed: 2);
        var state = trained.state_dict();
        string[] convolutions = [.. state.Keys.Where(key => key.StartsWith("layer2", StringComparison.Ordinal) && key.EndsWith("conv2.weight", StringComparison.Ordinal))];
        string[] few = [.. state.Keys.Where(key => key.StartsWith("layer3.0.downsample.1.", StringComparison.Ordinal) && !key.EndsWith("tracked", StringComparison.Ordinal))];
        string[] missing = [.. state.Keys.Where(key => key.StartsWith("layer4", StringComparison.Ordinal) || key.StartsWith("layer1.2", StringComparison.Ordinal)), .. convolutions, .. few];
        foreach (string key in missing) state.Remove(key);
        for (int i = 0; i < 20; i++) state[$"head.{i}"] = ones(1);
        Write(state);
        string message = Assert.Throws<InvalidDataException>(() => WeightLoader.Load(network, FileName)).Message;
        Assert.Contains("20 unexpected: head.* (20).", message, StringComparison.Ordinal);
        int count = missing.Count(key => !key.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        string list = message[(message.IndexOf($"{count} missing: ", StringComparison.Ordinal) + $"{count} missing: ".Length)..message.IndexOf(". 20 unexpected", StringComparison.Ordinal)];
        Assert.Equal(["layer1.2.* (15)", .. convolutions, .. few.Order(StringComparer.Ordinal), "layer4.* (50)"], list.Split(", "));

        string[] copied = [.. list.Split(", ").Append("head.* (20)").Select(key => key.Split(' ')[0])];
        WeightLoader.Load(network, FileName, copied);
        var loaded = network.state_dict();
        Assert.All(state.Where(pair => !pair.Key.StartsWith("head", StringComparison.Ordinal)), pair => Assert.True(Bits.Equal(pair.Value, loaded[pair.Key]), pair.Key));
    }

    [Fact]
    public void Load_LeftOutKeys_MayDifferOnEitherSide()
    {
        using var scope = NewDisposeScope();
        using var trained = Backbone.Create("inception_v3", classCount: 3, widthFactor: Narrow, seed: 1);
        using var network = Backbone.Create("inception_v3", classCount: 5, widthFactor: Narrow, seed: 2);
        var state = trained.state_dict();
        foreach (string key in state.Keys.Where(key => key.StartsWith("AuxLogits.", StringComparison.Ordinal)).ToList()) state.Remove(key);
        Write(state);
        var classifier = network.state_dict()["fc.weight"].clone();
        Assert.Throws<InvalidDataException>(() => WeightLoader.Load(network, FileName, ["fc.*"]));
        WeightLoader.Load(network, FileName, ["fc.*", "AuxLogits.*"]);
        Assert.True(Bits.Equal(classifier, network.state_dict()["fc.weight"]));
        Assert.True(Bits.Equal(state["Mixed_7c.branch1x1.conv.weight"], network.state_dict()["Mixed_7c.branch1x1.conv.weight"]));
    }

    [Fact]
    public void Load_WithoutBatchCounters_IsAccepted()
    {
        using var scope = NewDisposeScope();
        using var network = Backbone.Create("resnet50", widthFactor: Narrow);
        Write(network.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary());
        WeightLoader.Load(network, FileName);
    }

    [Theory]
    [InlineData("resnet50", "scenes fetch resnet50")]
    [InlineData("squeezenet1_1", "SCENES_WEIGHTS")] // has no source on the hub
    public void Load_NoFile_SaysHowToGetOne(string name, string expected)
    {
        using var network = Backbone.Create(name, widthFactor: Narrow);
        Assert.Contains(expected, Assert.Throws<FileNotFoundException>(() => WeightLoader.Load(network, FileName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TimmNames_AreRenamed()
    {
        using var scope = NewDisposeScope();
        using var trained = Backbone.Create("mobilenet_v2", classCount: 3, widthFactor: Narrow, seed: 1);
        using var network = Backbone.Create("mobilenet_v2", classCount: 3, widthFactor: Narrow, seed: 2);
        var expected = trained.state_dict();
        string[] keys = [.. TimmKeys()];
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), keys.Select(TimmMobileNetNames.ToTorchvision).Order(StringComparer.Ordinal));
        Write(keys.ToDictionary(key => key, key => expected[TimmMobileNetNames.ToTorchvision(key)]));
        WeightLoader.Load(network, FileName);
        Assert.All(network.state_dict(), pair => Assert.True(Bits.Equal(pair.Value, expected[pair.Key]), pair.Key));
    }

    [Fact]
    public void AllowMissing_TimmNames_LeavesOutOnlyWhatTheFileLacks()
    {
        using var scope = NewDisposeScope();
        using var trained = Backbone.Create("mobilenet_v2", widthFactor: Narrow, seed: 1);
        var expected = trained.state_dict();
        const string Missing = "blocks.3.1.conv_dw.weight";
        Write(TimmKeys().Where(key => key != Missing && !key.StartsWith("classifier", StringComparison.Ordinal))
            .ToDictionary(key => key, key => expected[TimmMobileNetNames.ToTorchvision(key)]));
        BackboneSpec spec = trained.Spec;
        Pretrained allowed = new Pretrained(spec, FileName, spec.Preprocessing, Narrow).AllowMissing([.. expected.Keys]);
        Assert.Equal([.. spec.ClassifierKeys, TimmMobileNetNames.ToTorchvision(Missing)], allowed.LeaveOut);
        using Backbone loaded = allowed.Load();
        Assert.All(loaded.state_dict().Where(pair => !allowed.LeaveOut.Contains(pair.Key)), pair => Assert.True(Bits.Equal(pair.Value, expected[pair.Key]), pair.Key));
    }

    [Fact]
    public void Load_TwoKeysThatBecomeOne_NamesBoth()
    {
        using var scope = NewDisposeScope();
        using var network = Backbone.Create("mobilenet_v2", classCount: 3, widthFactor: Narrow);
        var expected = network.state_dict();
        var state = TimmKeys().ToDictionary(key => key, key => expected[TimmMobileNetNames.ToTorchvision(key)]);
        state["features.0.0.weight"] = expected["features.0.0.weight"] + 1;
        Write(state);
        string message = Assert.Throws<InvalidDataException>(() => WeightLoader.Load(network, FileName)).Message;
        Assert.Contains("1 stored twice: features.0.0.weight (conv_stem.weight, features.0.0.weight).", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocks.0.0.conv_pw.weight", "features.1.conv.1.weight")] // the first block has no widening convolution
    [InlineData("blocks.1.0.conv_pw.weight", "features.2.conv.0.0.weight")]
    [InlineData("blocks.3.3.bn2.running_var", "features.10.conv.1.1.running_var")]
    [InlineData("blocks.6.0.bn3.bias", "features.17.conv.3.bias")]
    [InlineData("blocks.6.1.bn3.bias", "blocks.6.1.bn3.bias")] // there is no such block
    [InlineData("bn2.weight", "features.18.1.weight")]
    public void ToTorchvision_TimmKey_FollowsTheRule(string timm, string torchvision) => Assert.Equal(torchvision, TimmMobileNetNames.ToTorchvision(timm));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The keys of timm's file, written down from its network's layout.</summary>
    private static IEnumerable<string> TimmKeys()
    {
        int[] blocks = [1, 2, 3, 4, 3, 3, 1];
        var layers = new List<string> { "conv_stem", "bn1", "conv_head", "bn2" };
        for (int group = 0; group < blocks.Length; group++)
        {
            string[] parts = group == 0 ? ["conv_dw", "bn1", "conv_pw", "bn2"] : ["conv_pw", "bn1", "conv_dw", "bn2", "conv_pwl", "bn3"];
            for (int block = 0; block < blocks[group]; block++) layers.AddRange(parts.Select(part => $"blocks.{group}.{block}.{part}"));
        }
        string[] norm = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"];
        return layers.SelectMany(layer => layer.Split('.')[^1].StartsWith("bn", StringComparison.Ordinal) ? norm.Select(key => $"{layer}.{key}") : [$"{layer}.weight"])
            .Concat(["classifier.weight", "classifier.bias"]);
    }

    private void Write(IReadOnlyDictionary<string, Tensor> state) =>
        SafetensorsFile.Write(FileName, state, new Dictionary<string, string> { ["format"] = "pt" });
}
