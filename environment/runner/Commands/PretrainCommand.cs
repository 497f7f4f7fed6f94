using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Scenes.Runner.Pretraining;
using Scenes.Runtime;

namespace Scenes.Runner.Commands;

/// <summary>scenes pretrain: makes the miniature networks' weights anew.</summary>
internal static class PretrainCommand
{
    public static Command Create()
    {
        var networks = new Argument<string[]>("networks") { Description = "vgg16, resnet50, inception_v3; all where none is named.", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Where the safetensors files go.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Folders.Cache, "pretrained")) };
        var seed = new Option<long>("--seed") { Description = "Seed of pictures, first weights, order and augmentation." };
        var command = new Command("pretrain", "Trains the miniature networks of the built-in sample on procedural pictures of other things; minutes for each.") { networks, folder, seed };
        command.SetAction((parsed, cancellation) => CommandErrors.GuardAsync(() => Task.Run(() =>
        {
            string[] named = parsed.GetValue(networks) is { Length: > 0 } some ? some : [.. MiniatureRecipe.All.Select(recipe => recipe.Network)];
            MiniatureRecipe[] recipes = [.. named.Select(MiniatureRecipe.Find)];
            foreach (MiniatureRecipe recipe in recipes) Pretrain(recipe, parsed.GetValue(folder)!.FullName, parsed.GetValue(seed), cancellation);
        }, cancellation), CommandErrors.Resumable));
        return command;
    }

    private static void Pretrain(MiniatureRecipe recipe, string folder, long seed, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        string path = Path.Combine(folder, $"{recipe.Network}.safetensors");
        double accuracy = MiniaturePretraining.Run(recipe, path, seed, $"{path}.checkpoint", cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{path}: {new FileInfo(path).Length / 1e6:0.00} MB, accuracy {accuracy:0.000} on pictures set aside, {clock.Elapsed.TotalMinutes:0.0} min, SHA-256 {ContentHash.OfFile(path)}"));
    }
}
