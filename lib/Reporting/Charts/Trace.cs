using System.Text.Json.Serialization;

namespace Scenes.Reporting;

/// <summary>One series of a panel.</summary>
/// <param name="Name">Stands in the legend; empty: not in the legend.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LineTrace), "line")]
[JsonDerivedType(typeof(PointTrace), "points")]
[JsonDerivedType(typeof(BarTrace), "bars")]
[JsonDerivedType(typeof(IntervalTrace), "intervals")]
[JsonDerivedType(typeof(HeatTrace), "heat")]
public abstract record Trace(string Name);
