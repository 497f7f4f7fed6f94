using Scenes.Runtime;

namespace Scenes.Tests.Runtime;

/// <summary>For tests that say something only on a GPU: elsewhere they are skipped, and <c>-trait Category=Cuda</c> runs them alone.</summary>
internal static class Cuda
{
    public const string Trait = "Category", Name = "Cuda";

    public static void Require() => Assert.SkipUnless(Device.Current.IsCuda, "Needs an NVIDIA GPU and a build with TorchBackend=cuda.");
}
