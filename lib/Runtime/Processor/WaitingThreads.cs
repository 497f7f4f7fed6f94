namespace Scenes.Runtime.Processor;

/// <summary>Lets the threads of OpenMP sleep soon when they wait for each other, where they would spin for long.</summary>
/// <remarks>
/// libtorch shares each layer among threads that meet at its end. A thread that spins while it waits takes the processor from the very thread it waits for as soon as
/// another program runs too: training the CNN from scratch beside one busy process then fell from 310 to 26 images/s on two cores. With 5,000 turns of
/// the waiting loop it reaches 130 and loses nothing that could be measured on a quiet machine; threads that sleep at once reach 160 and lose up to a tenth (environment/speed.md).
/// </remarks>
internal static class WaitingThreads
{
    // Names of the OpenMP specification and of GNU's libgomp, which libtorch for Linux brings along.
    private const string Policy = "OMP_WAIT_POLICY", SpinCount = "GOMP_SPINCOUNT";

    /// <summary>Turns of the waiting loop before a thread sleeps; libgomp's own are 300,000.</summary>
    internal const string Turns = "5000";

    /// <summary>Sets the number for this process, unless the user has set it or a policy. Comes too late where libtorch is loaded already.</summary>
    internal static void Enable()
    {
        bool isSet = Environment.GetEnvironmentVariable(Policy) is not null || Environment.GetEnvironmentVariable(SpinCount) is not null;
        if (OperatingSystem.IsLinux() && !isSet) NativeEnvironment.Set(SpinCount, Turns);
    }
}
