namespace Scenes.Training;

/// <summary>
/// Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1) for smooth convex functions: deterministic, without a learning rate.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4, Backtrack = 0.5, SmallestStep = 1e-10;

    /// <summary>Follows the function downhill until no part of its gradient exceeds the tolerance.</summary>
    /// <param name="function">Value and gradient at a point; the gradient is a new array each time.</param>
    /// <param name="start">First point; it is not changed.</param>
    /// <param name="tolerance">Largest absolute gradient at the end.</param>
    /// <param name="maximumIterations">Stops here at the latest.</param>
    /// <param name="cancellation">Stops between two points.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (double[] Point, double Value, int Iterations) Minimise(
        Func<double[], (double Value, double[] Gradient)> function, double[] start, double tolerance, int maximumIterations,
        CancellationToken cancellation = default)
    {
        var pairs = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        double[] point = start;
        (double value, double[] gradient) = At(point);
        int iteration = 0;
        for (; iteration < maximumIterations && gradient.Max(Math.Abs) > tolerance; iteration++)
        {
            double[] direction = Direction(gradient, pairs);
            double slope = Dot(gradient, direction), length = pairs.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(Dot(gradient, gradient))) : 1;
            double[] next = Move(point, direction, length);
            (double nextValue, double[] nextGradient) = At(next);
            while (!(nextValue <= value + (SufficientDecrease * length * slope)) && length > SmallestStep)
            {
                length *= Backtrack;
                next = Move(point, direction, length);
                (nextValue, nextGradient) = At(next);
            }
            if (!(nextValue < value)) break; // rounding: no step helps any more
            double[] step = Move(next, point, -1), change = Move(nextGradient, gradient, -1);
            double curvature = Dot(step, change);
            if (curvature > 1e-12 * Dot(change, change)) pairs.AddLast((step, change, curvature));
            if (pairs.Count > Memory) pairs.RemoveFirst();
            (point, value, gradient) = (next, nextValue, nextGradient);
        }
        return (point, value, iteration);

        (double Value, double[] Gradient) At(double[] where)
        {
            cancellation.ThrowIfCancellationRequested();
            return function(where);
        }
    }

    /// <summary>The two-loop recursion: minus the approximate inverse Hessian times the gradient.</summary>
    private static double[] Direction(double[] gradient, LinkedList<(double[] Step, double[] Change, double Curvature)> pairs)
    {
        double[] direction = Array.ConvertAll(gradient, value => -value);
        var shares = new Stack<double>();
        for (var pair = pairs.Last; pair is not null; pair = pair.Previous)
        {
            double share = Dot(pair.Value.Step, direction) / pair.Value.Curvature;
            shares.Push(share);
            direction = Move(direction, pair.Value.Change, -share);
        }
        if (pairs.Last is { Value: var last })
        {
            double scale = last.Curvature / Dot(last.Change, last.Change);
            direction = Array.ConvertAll(direction, value => scale * value);
        }
        foreach ((double[] step, double[] change, double curvature) in pairs)
            direction = Move(direction, step, shares.Pop() - (Dot(change, direction) / curvature));
        return direction;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double[] Move(double[] from, double[] direction, double length)
    {
        double[] to = new double[from.Length];
        for (int i = 0; i < to.Length; i++) to[i] = from[i] + (length * direction[i]);
        return to;
    }
}
