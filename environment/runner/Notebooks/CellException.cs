namespace Scenes.Runner.Notebooks;

/// <summary>Thrown by <see cref="CSharpSession"/> for a cell that does not compile or that threw.</summary>
internal sealed class CellException(CellFailure failure) : Exception(failure.Message, failure.Exception)
{
    public CellFailure Failure { get; } = failure;
}
