namespace Scenes.Data.Samples;

/// <summary>A place on the picture: x to the right, y down, both 0 to 1.</summary>
internal readonly record struct Dot(double X, double Y);
