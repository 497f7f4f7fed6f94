using System.Globalization;
using Scenes.Runtime;

namespace Scenes.Tests.Runtime;

public sealed class SeedsTests
{
    /// <summary>Some cultures write a negative number with another sign than the hyphen.</summary>
    [Fact]
    public void Derive_AnotherCulture_IsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        long expected = Seeds.Derive(-1, "shuffle");
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NegativeSign = "\u2212";
            CultureInfo.CurrentCulture = other;
            Assert.Equal(expected, Seeds.Derive(-1, "shuffle"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
