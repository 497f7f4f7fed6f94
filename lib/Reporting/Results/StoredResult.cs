namespace Scenes.Reporting;

/// <summary>A result that a run has stored; read when it is asked for.</summary>
/// <typeparam name="T">What is stored.</typeparam>
public sealed class StoredResult<T>
{
    private readonly Lazy<T> value;

    internal StoredResult(string name, string notebook, Lazy<T> value) => (Name, Notebook, this.value) = (name, notebook, value);

    /// <summary>Name of the file without its ending.</summary>
    public string Name { get; }

    /// <summary>The notebook that stored it; empty where that cannot be told.</summary>
    public string Notebook { get; }

    /// <summary>Reads it once.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public T Read() => value.Value;
}
