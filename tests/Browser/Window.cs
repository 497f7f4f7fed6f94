namespace Scenes.Tests.Browser;

/// <summary>The two windows in which pages are looked at: between them wide and narrow, light and dark.</summary>
public enum Window
{
    WideAndLight,
    NarrowAndDark,
}
