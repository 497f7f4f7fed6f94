using System.Runtime.InteropServices;

namespace Scenes.Runtime.Processor;

/// <summary>Variables as native libraries read them. On Unix those of .NET are a copy that they do not see.</summary>
internal static class NativeEnvironment
{
    /// <summary>Sets a variable for native libraries that are loaded later in this process.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static void Set(string name, string value) => _ = SetVariable(name, value, 1);

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetVariable(string name, string value, int overwrite);
}
