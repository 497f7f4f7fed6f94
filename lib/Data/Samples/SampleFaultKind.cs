namespace Scenes.Data;

/// <summary>What is wrong with an image of the built-in sample, on purpose.</summary>
public enum SampleFaultKind
{
    /// <summary>Two training files with the same bytes and the same label.</summary>
    Duplicate,

    /// <summary>Two training files with the same bytes and different labels.</summary>
    ConflictingLabels,

    /// <summary>A file that is not 150 x 150.</summary>
    OddSize,

    /// <summary>A test file with the bytes of a training file.</summary>
    Leak,
}
