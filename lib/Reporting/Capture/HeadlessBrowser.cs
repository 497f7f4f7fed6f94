using System.ComponentModel;
using System.Diagnostics;
using System.Net.WebSockets;

namespace Scenes.Reporting.Capture;

/// <summary>One browser process without a window, in a profile of its own, cut off from the network.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private const int Attempts = 3;
    private const string Announcement = "DevTools listening on ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly string profile;

    private HeadlessBrowser(Process process, string profile, DevTools tools) => (this.process, this.profile, Tools) = (process, profile, tools);

    /// <summary>The connection to the browser.</summary>
    public DevTools Tools { get; }

    /// <summary>Starts the browser that <see cref="BrowserFinder"/> finds; a start that fails is tried again.</summary>
    /// <exception cref="BrowserException">There is no browser, or it does not start.</exception>
    public static async Task<HeadlessBrowser> StartAsync(CancellationToken cancellation)
    {
        string path = BrowserFinder.Find() ?? throw new BrowserException(
            $"PNG files need Chromium, Chrome or Edge, and {BrowserFinder.WhyNone}. Install one (Debian: apt-get install chromium), "
            + $"or set {BrowserFinder.Variable} to its path. HTML and JSON need none.");
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(path, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or WebSocketException or TimeoutException or Win32Exception && attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or WebSocketException or TimeoutException or Win32Exception)
            {
                throw new BrowserException($"{path} did not start in {Attempts} attempts: {error.Message}", error);
            }
        }
    }

    /// <summary>Ends the process and removes its profile.</summary>
    public async ValueTask DisposeAsync()
    {
        await Tools.DisposeAsync().ConfigureAwait(false);
        await EndAsync(process, profile).ConfigureAwait(false);
    }

    private static async Task<HeadlessBrowser> StartOnceAsync(string path, CancellationToken cancellation)
    {
        string profile = Directory.CreateTempSubdirectory("scenes-browser-").FullName;
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(path,
            [
                // The sandbox needs rights that containers lack; only pages of our own making are opened.
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
            ])
            { RedirectStandardError = true, RedirectStandardOutput = true },
        };
        try
        {
            process.Start();
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            string address = await AddressAsync(process, cancellation).WaitAsync(StartPatience, cancellation).ConfigureAwait(false);
            return new HeadlessBrowser(process, profile, await DevTools.ConnectAsync(new Uri(address), cancellation).ConfigureAwait(false));
        }
        catch
        {
            await EndAsync(process, profile).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<string> AddressAsync(Process process, CancellationToken cancellation)
    {
        string last = "";
        while (await process.StandardError.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None); // so that the browser never waits for a full pipe
                return line[Announcement.Length..].Trim();
            }
            if (line.Length > 0) last = line;
        }
        throw new IOException($"the browser ended at once; its last line was '{last}'");
    }

    private static async Task EndAsync(Process process, string profile)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // It never started or has ended already.
        }
        process.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A child may still write; the folder lies in the temporary folder, which the system clears.
        }
    }
}
