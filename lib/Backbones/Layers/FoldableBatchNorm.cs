using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Layers;

/// <summary>
/// Batch normalisation of maps (arXiv 1502.03167), with the keys of torchvision's state dict. Once it is folded into the convolution
/// before it, it hands its input on.
/// </summary>
internal sealed class FoldableBatchNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;
    private readonly Tensor num_batches_tracked;
    private readonly double epsilon;

    public FoldableBatchNorm(long channels, double epsilon = 1e-5) : base(nameof(FoldableBatchNorm))
    {
        this.epsilon = epsilon;
        weight = new Parameter(ones(channels).DetachFromDisposeScope());
        bias = new Parameter(zeros(channels).DetachFromDisposeScope());
        running_mean = zeros(channels).DetachFromDisposeScope();
        running_var = ones(channels).DetachFromDisposeScope();
        num_batches_tracked = zeros([], ScalarType.Int64).DetachFromDisposeScope();
        register_buffer(nameof(running_mean), running_mean);
        register_buffer(nameof(running_var), running_var);
        register_buffer(nameof(num_batches_tracked), num_batches_tracked);
        RegisterComponents();
    }

    /// <summary>Whether <see cref="FoldInto"/> was called.</summary>
    public bool IsFolded { get; private set; }

    /// <summary>N x C x H x W to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        if (IsFolded) return input.alias(); // a handle of its own: callers dispose what they put in
        const double Momentum = 0.1;
        if (training) num_batches_tracked.add_(1);
        return functional.batch_norm(input, running_mean, running_var, weight, bias, training, Momentum, epsilon);
    }

    /// <summary>Moves scale and shift of inference into the convolution before this layer; computed in double precision.</summary>
    public void FoldInto(Conv2d convolution)
    {
        if (IsFolded) return;
        using var withoutGradient = no_grad();
        using var scope = NewDisposeScope();
        var type = convolution.weight.dtype;
        var scale = weight.@double() / (running_var.@double() + epsilon).sqrt(); // C
        var shift = bias.@double() - running_mean.@double() * scale; // C
        if (convolution.bias is { } bias0) shift += bias0.@double() * scale;
        var folded = convolution.weight.@double() * scale.reshape(-1, 1, 1, 1); // C x in x kh x kw
        var (oldWeight, oldBias) = (convolution.weight, convolution.bias);
        convolution.weight = new Parameter(folded.to(type).DetachFromDisposeScope(), requires_grad: false);
        convolution.bias = new Parameter(shift.to(type).DetachFromDisposeScope(), requires_grad: false);
        oldWeight.Dispose();
        oldBias?.Dispose();
        IsFolded = true;
    }
}
