// Compiled by MSBuild while the library is built, against .NET Standard; so without nullable types and newer syntax.
#nullable disable
#pragma warning disable CA1050, IDE0005 // MSBuild finds the task by its bare name and adds no usings of its own
using System;
using System.IO;
using Microsoft.Build.Framework;

/// <summary>
/// Makes the copy of TorchSharp.dll in an output folder keep the arguments of its methods alive until they return.
/// </summary>
/// <remarks>
/// In <c>tensor / 3.0</c> the number becomes a <c>Scalar</c> with a finaliser. TorchSharp's methods pass its native handle on and say nothing to the garbage
/// collector, so that optimised code counts the object as dead before the native call has read it. Where another thread allocates meanwhile, a
/// collection frees the number in use: "Unknown scalar type", or another number without an error. A program of one division in a loop
/// and one thread that allocates failed after 40,000 to 100,000 divisions. In code compiled without optimisation arguments live as long as their
/// method (docs of <c>GC.KeepAlive</c>), and the time of these methods is spent in native code anyway. The assembly says itself how it is to be compiled, in its
/// DebuggableAttribute: two bits of it are set. TorchSharp 0.107.0; pull request 1496 of its repository is about disposing such scalars.
/// </remarks>
public class KeepArgumentsAlive : Microsoft.Build.Utilities.Task
{
    // The attribute's value in the blob heap (ECMA-335, II.23.3): length, prolog 1, DebuggingModes, no named arguments.
    private const int Length = 9, Modes = 3;
    private const byte Default = 1, IgnoreSymbols = 2; // of the low byte
    private const byte DisableOptimizations = 1; // of the high byte

    [Required]
    public string File { get; set; }

    public override bool Execute()
    {
        if (!System.IO.File.Exists(File)) return true;
        byte[] image = System.IO.File.ReadAllBytes(File);
        string problem = Mark(image, out bool changed);
        if (problem != null)
        {
            Log.LogError("{0} {1}", File, problem);
            return false;
        }
        if (changed) Replace(image);
        return true;
    }

    /// <summary>Sets DebuggingModes.Default and DisableOptimizations, which the runtime asks for both.</summary>
    /// <param name="image">The whole assembly; changed in place.</param>
    /// <param name="changed">Whether it was changed: not where both were set before.</param>
    /// <returns>What forbids it, or null.</returns>
    public static string Mark(byte[] image, out bool changed)
    {
        int shipped = Find(image, IgnoreSymbols, 0), marked = Find(image, IgnoreSymbols | Default, DisableOptimizations);
        changed = shipped >= 0 && marked == None;
        if (changed)
        {
            image[shipped + Modes] |= Default;
            image[shipped + Modes + 1] |= DisableOptimizations;
        }
        return changed || (marked >= 0 && shipped == None) ? null
            : "has no DebuggableAttribute where one was expected, so that its methods cannot be told to keep their arguments alive. Restore the packages and build again; "
                + "a newer TorchSharp needs a look at environment/build/KeepArgumentsAlive.cs.";
    }

    private const int None = -1, Several = -2;

    private static int Find(byte[] image, int low, int high)
    {
        byte[] value = { Length - 1, 1, 0, (byte)low, (byte)high, 0, 0, 0, 0 };
        int found = None;
        for (int at = 0; at <= image.Length - Length; at++)
        {
            int same = 0;
            while (same < Length && image[at + same] == value[same]) same++;
            if (same == Length) found = found == None ? at : Several;
        }
        return found;
    }

    /// <summary>By rename, so that a hard link into the package folder keeps the original; same time stamp, so that the copy step sees no change.</summary>
    private void Replace(byte[] image)
    {
        string partial = File + "." + Guid.NewGuid().ToString("N") + ".partial";
        DateTime stamp = System.IO.File.GetLastWriteTimeUtc(File);
        System.IO.File.WriteAllBytes(partial, image);
        System.IO.File.SetLastWriteTimeUtc(partial, stamp);
        System.IO.File.Delete(File);
        System.IO.File.Move(partial, File);
    }
}
