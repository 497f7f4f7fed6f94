using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Scenes.Runtime.Processor;

/// <summary>What has to be in place before libtorch is loaded.</summary>
internal static class LibrarySetup
{
    private const string Done = "Scenes.Runtime.Processor.LibrarySetup";

    /// <summary>
    /// Runs before anything of the library, in this order: the last step may load libtorch, which reads its surroundings once. The copy of the library that draws charts
    /// in a load context of its own comes later, when all is in place and in use.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A caller who had to ask for it would learn of it by slow or wrong results.")]
    internal static void Run()
    {
        if (AppDomain.CurrentDomain.GetData(Done) is not null) return;
        AppDomain.CurrentDomain.SetData(Done, true);
        MemoryReuse.Enable();
        WaitingThreads.Enable();
        HiddenCaches.Mend();
    }
}
