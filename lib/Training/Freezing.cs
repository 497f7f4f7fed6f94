using System.Security.Cryptography;
using System.Text;
using Scenes.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Training;

/// <summary>Which weights of a network learn. A weight learns if it requires a gradient.</summary>
public static class Freezing
{
    /// <summary>Stops all weights of a network or part of one from learning.</summary>
    /// <param name="part">Any module.</param>
    public static void Freeze(Module part) => SetLearning(part, false);

    /// <summary>Lets all weights of a network or part of one learn.</summary>
    /// <param name="part">Any module.</param>
    public static void Open(Module part) => SetLearning(part, true);

    /// <summary>Sets what learns to training mode and what is frozen, batch norm and dropout inside it included, to inference mode.</summary>
    /// <param name="network">Any module. A part is frozen if it has weights and none of them learns.</param>
    public static void EnterTrainingMode(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.train();
        StopFrozen(network);
    }

    /// <summary>
    /// SHA-256 over names and values of all weights that do not learn and of the buffers of frozen parts, such as the statistics of their batch norm:
    /// equal before and after a training.
    /// </summary>
    /// <param name="network">Any module. A part is frozen if it has weights and none of them learns.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string HashFrozen(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Hash(network.named_parameters().Where(row => !row.parameter.requires_grad).Select(row => (row.name, (Tensor)row.parameter)).Concat(FrozenBuffers(network, "")));
    }

    /// <summary>SHA-256 over names and values of all weights, buffers not among them.</summary>
    internal static string HashWeights(Module network) => Hash(network.named_parameters().Select(row => (row.name, (Tensor)row.parameter)));

    private static string Hash(IEnumerable<(string Name, Tensor Values)> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor values) in rows.OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.Append(values);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsFrozen(Module part) => part.parameters().Any() && part.parameters().All(weight => !weight.requires_grad);

    private static IEnumerable<(string Name, Tensor Values)> FrozenBuffers(Module part, string prefix) => IsFrozen(part)
        ? part.named_buffers().Select(row => (prefix + row.name, row.buffer))
        : part.named_children().SelectMany(child => FrozenBuffers(child.module, $"{prefix}{child.name}."));

    private static void StopFrozen(Module part)
    {
        if (IsFrozen(part))
        {
            part.eval();
            return;
        }
        foreach (Module child in part.children()) StopFrozen(child);
    }

    private static void SetLearning(Module part, bool learns)
    {
        ArgumentNullException.ThrowIfNull(part);
        foreach (var weight in part.parameters()) weight.requires_grad = learns;
    }
}
