using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Scenes.Runtime.Processor;

/// <summary>What has to be in place before libtorch is loaded.</summary>
internal static class LibrarySetup
{
    /// <summary>Runs before anything of the library, in this order: the last step may load libtorch, which reads its surroundings once.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A caller who had to ask for it would learn of it by slow or wrong results.")]
    internal static void Run()
    {
        MemoryReuse.Enable();
        SleepingThreads.Enable();
        HiddenCaches.Mend();
    }
}
