namespace Scenes.Tests.Faults;

/// <summary>Counts of one kind of fault. What is tried and neither refused nor unharmed when the suite ends is lost: its test failed.</summary>
internal sealed class FaultRow
{
    public int Tried { get; set; }

    /// <summary>Ended with an error that says what is wrong, and nothing else changed.</summary>
    public int Refused { get; set; }

    /// <summary>Read as it stands, or carried on to the same bytes as without the fault.</summary>
    public int Unharmed { get; set; }

    public int Lost => Tried - Refused - Unharmed;
}
