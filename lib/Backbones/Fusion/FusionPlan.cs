using Scenes.Backbones.Layers;
using TorchSharp.Modules;

namespace Scenes.Backbones.Fusion;

/// <summary>Finds in a traced pass what one convolution can do at once, and lists the steps that remain.</summary>
/// <remarks>
/// A convolution takes in the folded batch norm and the activation that alone follow it. Where its result is added to a skip that nobody needs
/// afterwards, it takes in the sum and the activation behind that too.
/// </remarks>
internal sealed class FusionPlan
{
    private readonly IReadOnlyList<TracedStep> traced;
    private readonly int[] outputs;
    private readonly int[][] users; // of each traced step, in order; an output has one more, which is no step

    // What becomes one step, by the traced step that it ends with.
    private readonly SortedDictionary<int, Group> groups = [];

    private FusionPlan(IReadOnlyList<TracedStep> traced, int[] outputs)
    {
        this.traced = traced;
        this.outputs = outputs;
        users = [.. Enumerable.Range(0, traced.Count).Select(UsersOf)];
    }

    /// <summary>The steps of a pass, and those among them whose results are wanted.</summary>
    /// <param name="traced">Every layer and operation of the pass.</param>
    /// <param name="outputs">Indices of the traced steps whose results are wanted.</param>
    public static (FusedStep[] Steps, int[] Outputs) Of(IReadOnlyList<TracedStep> traced, int[] outputs)
    {
        var plan = new FusionPlan(traced, outputs);
        for (int index = 0; index < traced.Count; index++)
            if (traced[index].Layer is Conv2d convolution) plan.AddConvolution(index, convolution);
        for (int index = 0; index < traced.Count; index++)
            if (traced[index] is { Layer: null, Name: Operations.Sum }) plan.TakeInSum(index);
        return plan.Order();
    }

    private int[] UsersOf(int index) =>
    [
        .. Enumerable.Range(0, traced.Count).Where(user => traced[user].Sources.Contains(index)),
        .. outputs.Where(output => output == index).Select(_ => traced.Count),
    ];

    private void AddConvolution(int index, Conv2d convolution)
    {
        var group = new Group(convolution, index, [index]);
        if (OnlyUser(group.End) is { } next && traced[next].Layer is FoldableBatchNorm { IsFolded: true }) group = group.With(next);
        Add(WithActivation(group));
    }

    private void TakeInSum(int sum)
    {
        if (traced[sum].Sources is not [>= 0 and var residual, >= 0 and var skip] || OnlyUser(residual) != sum) return;
        if (!groups.TryGetValue(residual, out Group? group) || group.Activation != Activation.None) return;
        bool ownsItsMemory = groups.ContainsKey(skip), isDone = users[skip].All(user => user == sum || IsReadBefore(user, sum, group));
        if (!ownsItsMemory || !isDone) return; // the skip is overwritten
        int input = traced[group.Start].Sources[0];
        if (groups.Values.Any(other => other.Skip == input)) return; // it runs later than before, and its input may be overwritten by then
        groups.Remove(residual);
        Group withSum = group.With(sum) with { Skip = skip };
        Group whole = WithActivation(withSum);
        Add(whole.Activation == Activation.Relu6 ? withSum : whole); // which oneDNN has no name for after a sum
    }

    /// <summary>Whether a step has run, with all that its group takes in, when a group runs in the place of a sum.</summary>
    private bool IsReadBefore(int user, int sum, Group inSum) =>
        !inSum.Parts.Contains(user) && (groups.Values.FirstOrDefault(group => group.Parts.Contains(user))?.End ?? user) < sum;

    private Group WithActivation(Group group) => OnlyUser(group.End) is { } next && ActivationOf(traced[next]) is var activation and not Activation.None
        ? group.With(next) with { Activation = activation }
        : group;

    private void Add(Group group) => groups.Add(group.End, group);

    private int? OnlyUser(int index) => users[index] is [var user] && user < traced.Count ? user : null;

    private static Activation ActivationOf(TracedStep step) => step.Layer switch
    {
        ReLU => Activation.Relu,
        ReLU6 => Activation.Relu6,
        _ => Activation.None,
    };

    /// <summary>Every step in the order of the trace; a group stands where its last part stood.</summary>
    private (FusedStep[] Steps, int[] Outputs) Order()
    {
        var inside = groups.Values.SelectMany(group => group.Parts).Except(groups.Keys).ToHashSet();
        var made = new Dictionary<int, int> { [-1] = -1 }; // traced step to step
        var steps = new List<FusedStep>();
        for (int index = 0; index < traced.Count; index++)
        {
            if (inside.Contains(index)) continue;
            made[index] = steps.Count;
            FusedStep step = groups.TryGetValue(index, out Group? group) ? Fused(group) : Single(traced[index]);
            steps.Add(step with { Sources = [.. step.Sources.Select(source => made[source])] });
        }
        int[] wanted = [.. outputs.Select(output => made[output])];
        for (int index = 0; index < steps.Count; index++)
        {
            int[] last = [.. steps[index].Sources.Distinct().Where(source => source >= 0 && !wanted.Contains(source)
                && !steps.Skip(index + 1).Any(later => later.Sources.Contains(source)))];
            steps[index] = steps[index] with { LastUses = last };
        }
        return ([.. steps], wanted);
    }

    private FusedStep Fused(Group group)
    {
        var convolution = new PreparedConvolution(group.Convolution, group.Activation);
        int source = traced[group.Start].Sources[0];
        return group.Skip is { } skip
            ? new FusedStep(maps => convolution.AddTo(maps[0], maps[1]), [source, skip]) { Convolution = convolution }
            : new FusedStep(maps => convolution.Run(maps[0]), [source]) { Convolution = convolution };
    }

    /// <summary>A step as it was traced; an activation leaves its input alone, because somebody else may want it.</summary>
    private static FusedStep Single(TracedStep step) => new(step.Layer switch
    {
        ReLU => maps => maps[0].relu(),
        ReLU6 => maps => maps[0].relu6(),
        _ => step.Replay,
    }, step.Sources);

    /// <summary>A convolution and what it takes in.</summary>
    /// <param name="Convolution">The layer.</param>
    /// <param name="Start">Its traced step.</param>
    /// <param name="Parts">All traced steps of the group, in order.</param>
    private sealed record Group(Conv2d Convolution, int Start, int[] Parts)
    {
        /// <summary>The traced step whose result is the group's.</summary>
        public int End => Parts[^1];

        public Activation Activation { get; init; }

        /// <summary>The traced step whose result is added, and overwritten by the sum.</summary>
        public int? Skip { get; init; }

        public Group With(int next) => this with { Parts = [.. Parts, next] };
    }
}
