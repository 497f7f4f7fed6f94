using Scenes.Runtime;
using TorchSharp;

[assembly: AssemblyFixture(typeof(Scenes.Tests.OneThreadEach))]

namespace Scenes.Tests;

/// <summary>
/// Classes of tests run in parallel, two for each processor. Were each to compute with as many threads again, they would wait for each other in every operation.
/// </summary>
public sealed class OneThreadEach
{
    public OneThreadEach()
    {
        _ = Device.Current; // CUDA comes before anything else of torch
        torch.set_num_threads(1);
    }
}
