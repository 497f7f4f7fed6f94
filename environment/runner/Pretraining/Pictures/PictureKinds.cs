using Scenes.Data.Samples;

namespace Scenes.Runner.Pretraining.Pictures;

/// <summary>The kinds of pictures that the miniature networks are pretrained on. None of them is a class of the sample.</summary>
internal static class PictureKinds
{
    /// <summary>Name of each kind, and what draws it; a label is an index into this list.</summary>
    public static readonly (string Name, Action<Canvas, Dice> Paint)[] All =
    [
        ("bricks", Masonry.Bricks), ("tiles", Masonry.Tiles), ("cobbles", Masonry.Cobbles), ("planks", Masonry.Planks), ("shingles", Masonry.Shingles),
        ("cloth", Masonry.Cloth), ("bark", Matter.Bark), ("marble", Matter.Marble), ("dried mud", Matter.DriedMud), ("leaf litter", Matter.Litter),
        ("blades", Matter.Blades), ("ripples", Matter.Ripples), ("pebbles", Matter.Pebbles), ("fur", Matter.Fur), ("dunes", Land.Dunes),
        ("craters", Land.Craters), ("terraces", Land.Terraces), ("boulders", Land.Boulders), ("clouds", Land.Clouds), ("furrows", Land.Furrows),
        ("lone tree", Land.LoneTree), ("lone fir", Land.LoneFir), ("flowers", Land.Flowers), ("twigs", Land.Twigs), ("windows", Made.Windows),
        ("fence", Made.Fence), ("stairs", Made.Stairs), ("shelf", Made.Shelf), ("room", Made.Room), ("tunnel", Made.Tunnel), ("lattice", Made.Lattice),
        ("crates", Made.Crates), ("cars", Made.Cars), ("people", Made.People), ("balls", Made.Balls), ("bottles", Made.Bottles),
    ];
}
