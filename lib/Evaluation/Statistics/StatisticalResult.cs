using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>One statistical statement: what was asked, of how many images, and what came out.</summary>
public sealed record StatisticalResult
{
    /// <summary>The method, such as <c>exact McNemar test</c> or <c>Wilson interval</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What <see cref="Estimate"/>, <see cref="Low"/> and <see cref="High"/> measure, such as <c>accuracy of resnet50</c>.</summary>
    public required string Quantity { get; init; }

    /// <summary>Number of images; of runs where what varies from run to run is measured.</summary>
    public required int N { get; init; }

    /// <summary>The measured value of <see cref="Quantity"/>.</summary>
    public required double Estimate { get; init; }

    /// <summary>The value whose distribution gives <see cref="P"/>; null for an interval without a test.</summary>
    public double? Statistic { get; init; }

    /// <summary>What <see cref="Statistic"/> is, such as <c>chi-square with 1 degree of freedom</c>; null without a statistic.</summary>
    public string? StatisticName { get; init; }

    /// <summary>Probability, under the null hypothesis, of a result at least as extreme; null for an interval without a test.</summary>
    public double? P { get; init; }

    /// <summary>Coverage of the interval, 0 to 1, such as 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Lower end of the interval of <see cref="Quantity"/>; null where the method has none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval of <see cref="Quantity"/>; null where the method has none.</summary>
    public double? High { get; init; }

    /// <summary>The result in one plain sentence.</summary>
    public required string Sentence { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Sentence;

    internal static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    internal static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    internal static string PValue(double p) =>
        p < 0.0001 ? "p < 0.0001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.0000}");

    internal static string Percent(double confidence) => string.Create(CultureInfo.InvariantCulture, $"{100 * confidence:0.###} %");
}
