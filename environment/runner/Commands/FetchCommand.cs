using System.CommandLine;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

internal static class FetchCommand
{
    private static readonly Option<string?> To = new("--to") { Description = "The folder to make. Default: data/intel.", HelpName = "DIR" };

    private static readonly Option<string?> From = new("--url")
    {
        Description = "Another https address of the same zip; its host is trusted because you name it.",
        HelpName = "URL",
    };

    private static readonly Option<string[]> Hosts = new("--allow-host")
    {
        Description = "A host that the download may be redirected to, beside the known ones; may be given more than once.",
        HelpName = "HOST",
    };

    private static readonly Option<string?> Sha256 = new("--sha256") { Description = "Expected SHA-256 of the zip.", HelpName = "HEX" };

    private static readonly Option<bool> KeepZip = new("--keep-zip") { Description = "Keep the zip beside the folder." };

    private static readonly Argument<string[]> Networks = new("network")
    {
        Description = "Networks whose ImageNet weights to get into the weights folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Weights = new("--weights")
    {
        Description = "The folder for the weights. Default: SCENES_WEIGHTS, else data/weights.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("fetch", "Downloads what is too large for the repository: photographs, or network weights by name.") { Networks, Weights, Intel() };
        Networks.AcceptOnlyFromAmong([.. WeightSource.All.Select(source => source.Network)]);
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(async () =>
        {
            string[] names = parsed.GetValue(Networks) ?? [];
            if (names.Length == 0) throw new ArgumentException($"Say what to get: intel, or {string.Join(", ", WeightSource.All.Select(source => source.Network))}.");
            foreach (var source in names.Distinct().Select(WeightSource.Find))
            {
                using var line = new StatusLine();
                Console.WriteLine($"{source.Network} from {source.Url} ({source.Licence})");
                string path = await WeightFetcher.FetchAsync(source, parsed.GetValue(Weights) ?? Folders.Weights, line, cancellation);
                line.End();
                Console.WriteLine(path);
            }
        }, CommandErrors.Resumable));
        return command;
    }

    private static Command Intel()
    {
        var command = new Command("intel", "The Intel scene photographs from Kaggle (about 360 MB) into data/intel; no login needed.")
        {
            To, From, Hosts, Sha256, KeepZip,
        };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(async () =>
        {
            var options = new IntelFetchOptions { Sha256 = parsed.GetValue(Sha256), KeepZip = parsed.GetValue(KeepZip) };
            if (parsed.GetValue(To) is { } folder) options = options with { Folder = folder };
            var hosts = (parsed.GetValue(Hosts) ?? []).ToList();
            if (parsed.GetValue(From) is { } url)
            {
                if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
                    throw new ArgumentException($"--url {url} is no address; expected https://…");
                options = options with { Url = address };
                hosts.Add(address.Host);
            }
            using var line = new StatusLine();
            var set = await IntelPhotographs.FetchAsync(options with { AllowedHosts = hosts }, line, line, cancellation);
            line.End();
            Console.WriteLine(Printable.Lines(set.ToString()));
            Console.WriteLine($"It lies in {set.Root}. Next: scenes audit --data {set.Root}");
        }, CommandErrors.Resumable));
        return command;
    }
}
