namespace Scenes.Data.Samples;

/// <summary>A pinhole camera above the origin. World: x to the right, y up, z away from the viewer.</summary>
/// <param name="eye">Height of the eye above the ground.</param>
/// <param name="tilt">Turns that the camera looks up (positive) or down.</param>
/// <param name="zoom">Focal length in picture widths.</param>
/// <param name="turn">Turns that the camera looks to the right (positive) or left.</param>
internal sealed class Camera(double eye, double tilt, double zoom, double turn = 0)
{
    /// <summary>Nothing nearer than this is drawn.</summary>
    public const double Near = 0.15;

    private readonly double sin = Curves.Sin(tilt), cos = Curves.Cos(tilt), sideSin = Curves.Sin(turn), sideCos = Curves.Cos(turn);

    /// <summary>Row of the horizon, 0 (top) to 1.</summary>
    public double Horizon => 0.5 + zoom * sin / cos;

    /// <summary>Where a point of the world shows on the picture.</summary>
    public Dot Project(double x, double y, double z)
    {
        double right = x * sideCos - z * sideSin, ahead = z * sideCos + x * sideSin;
        double depth = Math.Max(Near, ahead * cos + (y - eye) * sin);
        double up = (y - eye) * cos - ahead * sin;
        return new Dot(0.5 + zoom * right / depth, 0.5 - zoom * up / depth);
    }

    /// <summary>The point of the level ground (height 0) under a place on the picture, or null above the horizon.</summary>
    public (double X, double Z)? Ground(double x, double y)
    {
        double right = (x - 0.5) / zoom, up = (0.5 - y) / zoom;
        double fall = up * cos + sin, ahead = cos - up * sin;
        if (fall >= -1e-3) return null;
        double reach = eye / -fall;
        return ((right * sideCos + ahead * sideSin) * reach, (ahead * sideCos - right * sideSin) * reach);
    }
}
