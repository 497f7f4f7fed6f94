using System.ComponentModel;
using System.Diagnostics;

namespace Scenes.Runner.Doctor;

/// <summary>Asks other programs what they are.</summary>
internal static class ShellCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Name on the search path.</param>
    /// <param name="arguments">In order.</param>
    /// <returns>What it printed; null where there is no such program, it failed, or it and what it started took longer than a minute.</returns>
    public static string? Run(string program, IReadOnlyList<string> arguments) => Run(program, arguments, Patience);

    internal static string? Run(string program, IReadOnlyList<string> arguments, TimeSpan patience)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Runtime.Folders.Repository };
        try
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var text = process.StandardOutput.ReadToEndAsync();
            bool ended = process.WaitForExit(patience) && text.Wait(patience > clock.Elapsed ? patience - clock.Elapsed : TimeSpan.Zero); // what it left running may hold its output open
            if (ended) return process.ExitCode == 0 ? text.Result : null;
            process.Kill(entireProcessTree: true);
            return null;
        }
        catch (Win32Exception)
        {
            return null; // not found, or no program
        }
    }
}
