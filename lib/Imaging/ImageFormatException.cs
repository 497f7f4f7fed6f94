namespace Scenes.Imaging;

/// <summary>A file is not an image that can be read. The message names the file, what is wrong and what to do.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>An error without further words.</summary>
    public ImageFormatException() : this("The image cannot be read.")
    {
    }

    /// <summary>An error about content that has no file name yet.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public ImageFormatException(string message) : base(message)
    {
    }

    /// <summary>An error with what caused it.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ImageFormatException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>The file, or null where the image was not read from one.</summary>
    public string? FilePath { get; private init; }

    internal ImageFormatException In(string path) => new($"{path}: {Message}", InnerException) { FilePath = path };
}
