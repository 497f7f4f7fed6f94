namespace Scenes.Runtime.Processor;

/// <summary>Lets the threads of OpenMP sleep while they wait for each other, where they would spin.</summary>
/// <remarks>
/// libtorch shares each layer among threads that meet at its end. A thread that spins while it waits takes the processor from the very thread it waits for as soon as
/// another program runs too: training the CNN from scratch beside one busy process then fell from 310 to 26 images/s on two cores, and to 150 with threads that sleep.
/// On a quiet machine sleeping costs 0 to 5 % (environment/speed.md).
/// </remarks>
internal static class SleepingThreads
{
    // Names of the OpenMP specification and of GNU's libgomp, which libtorch for Linux brings along.
    private const string Policy = "OMP_WAIT_POLICY", SpinCount = "GOMP_SPINCOUNT";

    /// <summary>Sets the policy for this process, unless the user has set one. Comes too late where libtorch is loaded already.</summary>
    internal static void Enable()
    {
        bool isSet = Environment.GetEnvironmentVariable(Policy) is not null || Environment.GetEnvironmentVariable(SpinCount) is not null;
        if (OperatingSystem.IsLinux() && !isSet) NativeEnvironment.Set(Policy, "passive");
    }
}
