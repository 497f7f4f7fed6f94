namespace Scenes.Data.Samples;

/// <summary>A square picture in the making. Places are 0 to 1, whatever its size in pixels.</summary>
internal sealed class Canvas(int size)
{
    private const int Lines = 4;

    private readonly double[] coverage = new double[size];
    private int reachedFrom, reachedTo;

    /// <summary>Width and height in pixels.</summary>
    public int Size => size;

    /// <summary>Rows from the top, each from the left.</summary>
    public Tint[] Pixels { get; } = new Tint[size * size];

    /// <summary>Gives every pixel the colour of the place in its middle.</summary>
    public void Shade(Func<double, double, Tint> paint)
    {
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++)
                Pixels[row * size + column] = paint((column + 0.5) / size, (row + 0.5) / size);
    }

    /// <summary>Lays a colour over every pixel, as dense (0 to 1) as <paramref name="paint"/> says for its place.</summary>
    public void Veil(Func<double, double, (Tint Tint, double Density)> paint)
    {
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                (Tint tint, double density) = paint((column + 0.5) / size, (row + 0.5) / size);
                ref Tint pixel = ref Pixels[row * size + column];
                if (density > 0) pixel = Tint.Mix(pixel, tint, density < 1 ? density : 1);
            }
        }
    }

    /// <summary>The colour at any place, between the four pixels around it; outside it is that of the edge.</summary>
    public Tint At(double x, double y)
    {
        double column = Math.Clamp(x * size - 0.5, 0, size - 1), row = Math.Clamp(y * size - 0.5, 0, size - 1);
        int left = Math.Min((int)column, size - 2), top = Math.Min((int)row, size - 2), at = top * size + left;
        Tint upper = Tint.Mix(Pixels[at], Pixels[at + 1], column - left), lower = Tint.Mix(Pixels[at + size], Pixels[at + size + 1], column - left);
        return Tint.Mix(upper, lower, row - top);
    }

    public void Fill(ReadOnlySpan<Dot> outline, Tint tint, double opacity = 1) => Fill(outline, (_, _) => tint, opacity);

    /// <summary>Fills a polygon (even-odd rule) with smooth edges.</summary>
    public void Fill(ReadOnlySpan<Dot> outline, Func<double, double, Tint> paint, double opacity = 1)
    {
        double top = double.MaxValue, bottom = double.MinValue;
        foreach (Dot dot in outline)
        {
            if (dot.Y < top) top = dot.Y;
            if (dot.Y > bottom) bottom = dot.Y;
        }
        int first = Math.Max(0, (int)Math.Floor(Math.Max(top, 0) * size)), last = Math.Min(size - 1, (int)Math.Floor(Math.Min(bottom, 1) * size));
        Span<double> crossings = stackalloc double[outline.Length];
        for (int row = first; row <= last; row++)
        {
            (reachedFrom, reachedTo) = (size, -1);
            for (int line = 0; line < Lines; line++) Cover(outline, (row + (line + 0.5) / Lines) / size, crossings);
            for (int column = reachedFrom; column <= reachedTo; column++)
            {
                double share = coverage[column] * opacity;
                coverage[column] = 0;
                if (share <= 0) continue;
                ref Tint pixel = ref Pixels[row * size + column];
                pixel = Tint.Mix(pixel, paint((column + 0.5) / size, (row + 0.5) / size), share);
            }
        }
    }

    /// <summary>A straight bar between two places, wider or narrower at its ends.</summary>
    public void Bar(Dot from, Dot to, double fromWidth, double toWidth, Tint tint, double opacity = 1)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y;
        double length = Math.Sqrt(dx * dx + dy * dy);
        if (length == 0) return;
        double nx = -dy / length * 0.5, ny = dx / length * 0.5;
        Fill(
            [
                new(from.X + nx * fromWidth, from.Y + ny * fromWidth), new(to.X + nx * toWidth, to.Y + ny * toWidth),
                new(to.X - nx * toWidth, to.Y - ny * toWidth), new(from.X - nx * fromWidth, from.Y - ny * fromWidth),
            ],
            tint, opacity);
    }

    /// <summary>A rectangle with level sides.</summary>
    public void Box(double left, double top, double right, double bottom, Tint tint, double opacity = 1) =>
        Fill([new(left, top), new(right, top), new(right, bottom), new(left, bottom)], tint, opacity);

    /// <summary>An ellipse; with softness 1 it fades from its middle to its rim.</summary>
    public void Disc(double x, double y, double radiusX, double radiusY, Tint tint, double opacity = 1, double softness = 0)
    {
        int top = Math.Max(0, (int)((y - radiusY) * size)), bottom = Math.Min(size - 1, (int)((y + radiusY) * size));
        int left = Math.Max(0, (int)((x - radiusX) * size)), right = Math.Min(size - 1, (int)((x + radiusX) * size));
        double edge = Math.Max(softness, 1.0 / (size * Math.Min(radiusX, radiusY)));
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                double dx = ((column + 0.5) / size - x) / radiusX, dy = ((row + 0.5) / size - y) / radiusY;
                double share = Curves.Clamp((1 - Math.Sqrt(dx * dx + dy * dy)) / edge) * opacity;
                if (share <= 0) continue;
                ref Tint pixel = ref Pixels[row * size + column];
                pixel = Tint.Mix(pixel, tint, share);
            }
        }
    }

    private void Cover(ReadOnlySpan<Dot> outline, double y, Span<double> crossings)
    {
        int count = 0;
        Dot a = outline[^1];
        foreach (Dot b in outline)
        {
            if (a.Y <= y != b.Y <= y) crossings[count++] = a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X);
            a = b;
        }
        crossings[..count].Sort();
        for (int i = 0; i + 1 < count; i += 2)
        {
            double left = Math.Max(0, crossings[i] * size), right = Math.Min(size, crossings[i + 1] * size);
            if (right <= left) continue;
            int from = (int)left, to = Math.Min(size - 1, (int)right);
            (reachedFrom, reachedTo) = (Math.Min(reachedFrom, from), Math.Max(reachedTo, to));
            if (from == to)
            {
                coverage[from] += (right - left) / Lines;
                continue;
            }
            coverage[from] += (from + 1 - left) / Lines;
            for (int column = from + 1; column < to; column++) coverage[column] += 1.0 / Lines;
            coverage[to] += (right - to) / Lines;
        }
    }
}
