namespace Scenes.Reporting;

/// <summary>Pictures cannot be drawn: there is no browser, or it fails.</summary>
public sealed class BrowserException : IOException
{
    /// <summary>Keeps the message.</summary>
    /// <param name="message">What was wrong and what to do.</param>
    /// <param name="inner">What caused it; null: nothing else.</param>
    public BrowserException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
