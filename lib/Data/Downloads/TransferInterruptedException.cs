namespace Scenes.Data;

/// <summary>One attempt failed in a way that another may not.</summary>
internal sealed class TransferInterruptedException(string message, Exception? inner = null, TimeSpan? pause = null, bool startsAgain = false)
    : Exception(message, inner)
{
    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? Pause => pause;

    /// <summary>Whether what was there is of another version and was dropped.</summary>
    public bool StartsAgain => startsAgain;
}
