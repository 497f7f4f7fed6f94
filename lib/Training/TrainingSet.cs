using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Scenes.Data;
using Scenes.Imaging;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Inputs that are gathered by index, with their labels: images, cached maps or pooled features.</summary>
public sealed class TrainingSet
{
    private readonly Func<long[], Generator, Tensor> rows;
    private readonly Lazy<string> id;

    /// <summary>A set whose inputs come from anywhere, such as a memory-mapped cache.</summary>
    /// <param name="rows">Given B indices, returns their inputs as a new tensor B x ...; the caller disposes it.</param>
    /// <param name="labels">N true class indices, 0 or more.</param>
    /// <param name="source">What the inputs are, such as a split id or cache key; part of <see cref="Id"/>. Trainings with a checkpoint need it.</param>
    /// <exception cref="ArgumentException">There are no labels, or one is negative.</exception>
    public TrainingSet(Func<long[], Tensor> rows, long[] labels, string source = "")
        : this(rows is null ? throw new ArgumentNullException(nameof(rows)) : (indices, _) => rows(indices), labels, () => source)
    {
    }

    private TrainingSet(Func<long[], Generator, Tensor> rows, long[] labels, Func<string> source)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0) throw new ArgumentException("The set is empty. A set needs at least one labelled input.", nameof(labels));
        if (Array.FindIndex(labels, label => label < 0) is >= 0 and var at)
            throw new ArgumentException($"Label {labels[at]} at position {at}: labels are class indices from 0. Leave unlabelled images out.", nameof(labels));
        this.rows = rows;
        Labels = labels;
        id = new Lazy<string>(() => source() is { Length: > 0 } text
            ? ContentHash.OfText(string.Create(CultureInfo.InvariantCulture, $"{text}\n{string.Join(',', labels)}"))
            : throw new InvalidOperationException("This set does not say what its inputs are, so a checkpoint of it could be taken for one of other inputs. Give it a source, such as a split id or cache key."));
    }

    private TrainingSet(TrainingSet other)
    {
        rows = other.rows;
        Labels = other.Labels;
        id = other.id;
    }

    /// <summary>A set whose inputs are drawn each time, such as one of several cached views of an image.</summary>
    /// <param name="rows">As for the constructor; the generator is the only source of chance.</param>
    /// <param name="labels">N true class indices.</param>
    /// <param name="source">As for the constructor.</param>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public static TrainingSet Drawn(Func<long[], Generator, Tensor> rows, long[] labels, string source = "") => new(rows, labels, () => source);

    /// <summary>Several descriptions of the same inputs as one: their rows are joined.</summary>
    /// <param name="parts">Sets of rows N x D with the same labels.</param>
    /// <exception cref="ArgumentException">There are none, or their labels differ.</exception>
    public static TrainingSet SideBySide(IReadOnlyList<TrainingSet> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("There is nothing to join.", nameof(parts));
        if (parts.FirstOrDefault(part => !part.Labels.SequenceEqual(parts[0].Labels)) is { } other)
            throw new ArgumentException($"Sets of {parts[0].Count} and {other.Count} inputs have different labels; join sets of the same images in the same order.", nameof(parts));
        return new TrainingSet(
            (indices, generator) =>
            {
                using var scope = NewDisposeScope();
                return cat([.. parts.Select(part => part.Inputs(indices, generator))], 1).MoveToOuterDisposeScope(); // B x (D1 + D2 + …)
            },
            parts[0].Labels, () => string.Join('\n', parts.Select(part => part.Id)));
    }

    /// <summary>The same inputs with some of their features only.</summary>
    /// <param name="columns">Columns of rows N x D, such as <c>^2048..</c> for the last 2,048.</param>
    public TrainingSet Columns(Range columns) => new(
        (indices, generator) =>
        {
            using var scope = NewDisposeScope();
            Tensor all = Inputs(indices, generator); // B x D
            (int start, int length) = columns.GetOffsetAndLength((int)all.shape[1]);
            return all.narrow(1, start, length).contiguous().MoveToOuterDisposeScope(); // B x length
        },
        Labels, () => $"{Id}\n{columns}");

    /// <summary>A set whose inputs lie in memory.</summary>
    /// <param name="inputs">N x ..., kept by reference and never disposed here.</param>
    /// <param name="labels">N true class indices.</param>
    /// <param name="source">As for the constructor; where it is empty a hash of the inputs stands for it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or as for the constructor.</exception>
    public static TrainingSet InMemory(Tensor inputs, long[] labels, string source = "")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        if (inputs.dim() == 0 || inputs.shape[0] != labels.Length)
            throw new ArgumentException($"{labels.Length} labels for inputs of shape ({string.Join(" x ", inputs.shape)}); expected one row for each label.", nameof(inputs));
        return new TrainingSet(
            (indices, _) => inputs.index_select(0, tensor(indices, device: inputs.device)), labels, () => source.Length > 0 ? source : HashOf(inputs));
    }

    /// <summary>A set of photographs: decoded at once and kept in memory as bytes.</summary>
    /// <param name="images">Labelled images, such as <c>dataset.Train</c>.</param>
    /// <param name="preprocessing">Size, crop and kernel; mean and std are left to <see cref="Prepare"/>.</param>
    /// <returns>N x 3 x S x S, uint8; 17,000 images of 64 pixels take 210 MB.</returns>
    /// <exception cref="ArgumentException">There are no images, or one has no label.</exception>
    /// <exception cref="ImageFormatException">A file cannot be decoded.</exception>
    public static TrainingSet OfImages(IReadOnlyList<SceneImage> images, Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(preprocessing);
        Tensor bytes = ImageBatch.Load([.. images.Select(image => image.Path)], preprocessing).DetachFromDisposeScope();
        string source = ContentHash.OfText($"{preprocessing}\n{string.Join('\n', images.Select(image => image.ContentHash))}");
        return InMemory(bytes, [.. images.Select(image => (long)image.Label)], source);
    }

    /// <summary>The same inputs and labels, prepared in another way.</summary>
    /// <param name="prepare">As for <see cref="Prepare"/>; takes its place.</param>
    public TrainingSet With(Func<Tensor, Generator, Tensor>? prepare) => new(this) { Prepare = prepare };

    /// <summary>What happens to each gathered batch before the network sees it: normalisation, and for training sets augmentation. Null: nothing.</summary>
    /// <remarks>The generator is the only source of chance. The function returns a new tensor or its input, and disposes neither.</remarks>
    public Func<Tensor, Generator, Tensor>? Prepare { get; init; }

    /// <summary>N true class indices.</summary>
    public long[] Labels { get; }

    /// <summary>N, the number of inputs.</summary>
    public int Count => Labels.Length;

    /// <summary>Hash of the source and all labels in order; tells one split from another in a checkpoint. <see cref="Prepare"/> is no part of it.</summary>
    /// <exception cref="InvalidOperationException">The set was made without a source.</exception>
    public string Id => id.Value;

    /// <summary>The prepared inputs of some rows.</summary>
    /// <param name="indices">B indices, 0 to N - 1.</param>
    /// <param name="generator">Source of chance for drawn inputs and <see cref="Prepare"/>.</param>
    /// <returns>B x ..., on the device of the source.</returns>
    public Tensor Inputs(long[] indices, Generator generator)
    {
        using var scope = NewDisposeScope();
        Tensor gathered = rows(indices, generator);
        return (Prepare?.Invoke(gathered, generator) ?? gathered).MoveToOuterDisposeScope();
    }

    /// <summary>Hash of type, shape and all numbers.</summary>
    private static string HashOf(Tensor inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{inputs.dtype} {string.Join('x', inputs.shape)}"));
        hash.Append(inputs);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
