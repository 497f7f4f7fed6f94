namespace Scenes.Data.Samples;

/// <summary>Which files the sample has, and which of them are faulty.</summary>
internal static class SamplePlan
{
    private const int Forest = 1, Glacier = 2, Mountain = 3, Sea = 4, Street = 5, Buildings = 0;
    private const int Last = SampleScenes.TrainPerClass - 1, LastTest = SampleScenes.TestPerClass - 1;

    /// <summary>The planted faults. A faulty file takes the place of the last good one of its class, so that counts stay round.</summary>
    public static readonly IReadOnlyList<SampleFault> Faults =
    [
        new(SampleFaultKind.Duplicate, [Train(Forest, 12), Train(Forest, Last)]),
        new(SampleFaultKind.ConflictingLabels, [Train(Mountain, 7), Train(Glacier, Last)]),
        new(SampleFaultKind.OddSize, [Train(Sea, Last)]),
        new(SampleFaultKind.OddSize, [Test(Street, LastTest)]),
        new(SampleFaultKind.Leak, [Train(Buildings, 3), Test(Buildings, LastTest)]),
    ];

    /// <summary>Every file, copies after what they copy.</summary>
    public static readonly IReadOnlyList<SampleFile> Files = [.. All().OrderBy(file => file.CopyOf is not null)];

    private static string Train(int label, int index) => Name("seg_train", label, index, 1);

    private static string Test(int label, int index) => Name("seg_test", label, index, 20_001);

    /// <summary>Numbers run through the classes, as in the photographs' set.</summary>
    private static string Name(string split, int label, int index, int first) =>
        $"{split}/{split}/{ScenePainter.Classes[label].Name}/{first + index * ScenePainter.Classes.Length + label}.jpg";

    private static IEnumerable<SampleFile> All()
    {
        var faulty = Faults.ToDictionary(fault => fault.Files[^1]);
        SampleFile Plan(string name, int label) => !faulty.TryGetValue(name, out SampleFault? fault) ? new(name, label)
            : fault.Kind == SampleFaultKind.OddSize ? new(name, label, Height: 103)
            : new(name, label, CopyOf: fault.Files[0]);
        for (int label = 0; label < ScenePainter.Classes.Length; label++)
        {
            for (int i = 0; i < SampleScenes.TrainPerClass; i++) yield return Plan(Train(label, i), label);
            for (int i = 0; i < SampleScenes.TestPerClass; i++) yield return Plan(Test(label, i), label);
        }
        for (int i = 0; i < SampleScenes.UnlabelledCount; i++)
            yield return new SampleFile($"seg_pred/seg_pred/{30_001 + i}.jpg", i * 5 % ScenePainter.Classes.Length);
    }
}
