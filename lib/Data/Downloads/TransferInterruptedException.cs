namespace Scenes.Data;

/// <summary>One attempt failed in a way that another may not.</summary>
internal sealed class TransferInterruptedException(string message, Exception? inner = null, TimeSpan? pause = null)
    : Exception(message, inner)
{
    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? Pause => pause;
}
