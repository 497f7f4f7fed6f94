using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Scenes.Backbones;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>
/// One safetensors file that holds a run after an epoch: weights, best weights, running average and optimizer memory as tensors; options,
/// sets and history as metadata; a checksum over both.
/// </summary>
internal sealed class TrainingCheckpoint : IDisposable
{
    private const string Format = "scenes-checkpoint-1";
    private const string FormatKey = "format", IdentityKey = "identity", EpochsKey = "epochs", BestEpochKey = "bestEpoch", ChecksumKey = "sha256";

    private readonly string path;
    private readonly Dictionary<string, Tensor> tensors;

    private TrainingCheckpoint(string path, Dictionary<string, Tensor> tensors)
    {
        this.path = path;
        this.tensors = tensors;
    }

    /// <summary>The epochs that are done.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>The epoch whose weights are the best, counted from 1.</summary>
    public required int BestEpoch { get; init; }

    public static void Write(string path, CheckpointIdentity identity, IReadOnlyList<EpochRecord> epochs, int bestEpoch, Dictionary<string, WeightState> parts)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string part, WeightState state) in parts)
            foreach ((string name, Tensor tensor) in state.Tensors) tensors[$"{part}/{name}"] = tensor;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatKey] = Format,
            [IdentityKey] = identity.ToJson(),
            [EpochsKey] = JsonSerializer.Serialize(epochs),
            [BestEpochKey] = bestEpoch.ToString(CultureInfo.InvariantCulture),
        };
        metadata[ChecksumKey] = Checksum(tensors, metadata);
        SafetensorsFile.Write(path, tensors, metadata);
    }

    /// <summary>Reads and verifies a checkpoint.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or belongs to another run; the message says what differs.</exception>
    public static TrainingCheckpoint Read(string path, CheckpointIdentity identity)
    {
        using SafetensorsFile file = Open(path);
        if (file.Metadata.GetValueOrDefault(FormatKey) != Format)
            throw new InvalidDataException($"{path} is no checkpoint of this library ({FormatKey} is '{file.Metadata.GetValueOrDefault(FormatKey)}', expected '{Format}'). Choose another path.");
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (string name in file.Tensors.Keys) tensors[name] = file.Read(name).DetachFromDisposeScope();
            string checksum = Checksum(tensors, file.Metadata);
            if (file.Metadata.GetValueOrDefault(ChecksumKey) != checksum)
                throw new InvalidDataException($"The checkpoint {path} is damaged: its contents have SHA-256 {checksum}, it was written with "
                    + $"{file.Metadata.GetValueOrDefault(ChecksumKey)}. Delete it, or start again with Restart = true.");
            if (identity.DifferenceFrom(file.Metadata[IdentityKey]) is { } difference)
                throw new InvalidDataException($"The checkpoint {path} belongs to another run: {difference}. "
                    + "Use another path for this run, delete the checkpoint, or replace it with Restart = true.");
            return new TrainingCheckpoint(path, tensors)
            {
                Epochs = JsonSerializer.Deserialize<EpochRecord[]>(file.Metadata[EpochsKey])!,
                BestEpoch = int.Parse(file.Metadata[BestEpochKey], CultureInfo.InvariantCulture),
            };
        }
        catch
        {
            foreach (Tensor tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }

    private static SafetensorsFile Open(string path)
    {
        try
        {
            return SafetensorsFile.Open(path);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"The checkpoint {path} is damaged: {error.Message} Delete it, or start again with Restart = true.", error);
        }
    }

    /// <summary>The tensors of one part, which must have the names and shapes of a state of this run.</summary>
    /// <exception cref="InvalidDataException">They have not: the network is another.</exception>
    public IReadOnlyDictionary<string, Tensor> Part(string part, WeightState expected)
    {
        string prefix = $"{part}/";
        var found = tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
        foreach (string name in expected.Tensors.Keys.Union(found.Keys))
        {
            string here = Shape(expected.Tensors.GetValueOrDefault(name)), there = Shape(found.GetValueOrDefault(name));
            if (here != there)
                throw new InvalidDataException($"The checkpoint {path} belongs to another network: {part} of {name} is {there} there and {here} here. "
                    + "Use another path for this network, delete the checkpoint, or replace it with Restart = true.");
        }
        return found;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in tensors.Values) tensor.Dispose();
    }

    private static string Shape(Tensor? tensor) => tensor is null ? "absent" : $"({string.Join(" x ", tensor.shape)})";

    private static string Checksum(Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in metadata.Where(pair => pair.Key != ChecksumKey).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}\n{value}\n"));
        foreach ((string name, Tensor tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.Append(tensor);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
