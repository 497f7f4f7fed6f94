using Scenes.Evaluation;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 08.</summary>
internal static class OwnPhotographsExercises
{
    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<long>("08.1", "answers holds what the model says of every validation image; IsUnsure is a property of each.", "a whole number", Unsure),
        new TypedExercise<ImageClassifier>("08.2", "ImageClassifier.From has a parameter for mirror images.", "what ImageClassifier.From gives", BothViews),
        new TypedExercise<string>("08.3", "AnswerFile.WriteCsv takes a writer, such as new System.IO.StringWriter(), the classes of the card and the answers.", "the text of the table", Table),
    ];

    private static string? Unsure(long answer, Study study)
    {
        if (Card(study) is not { } card) return "no model of these images is saved yet; run the cells above first.";
        long unsure = card.Data.Validation - (long)Math.Round(card.Unsure.SureShare * card.Data.Validation);
        if (answer == unsure) return null;
        return answer == card.Data.Validation - unsure ? "that is how many are sure." : $"{Say.Count(answer)} of {Say.Count(card.Data.Validation)} validation images are not what the threshold marks.";
    }

    private static string? BothViews(ImageClassifier answer, Study study)
    {
        if (Card(study) is not { } card) return "no model of these images is saved yet; run the cells above first.";
        if (answer.Card.Data.SplitId != card.Data.SplitId) return "this model is of other images.";
        if (answer.Card.Backbone.WeightsSha256 != card.Backbone.WeightsSha256) return "this model stands on another network.";
        return answer.Card.Views.Count == 2 ? null : "this model looks at one view of each image.";
    }

    private static string? Table(string answer, Study study)
    {
        IReadOnlyList<string[]> rows;
        try
        {
            rows = Csv.Parse("the answer", answer);
        }
        catch (InvalidDataException error)
        {
            return $"this is no table: {error.Message}";
        }
        if (rows.Count == 0 || rows[0].Length != 5 + study.Dataset.ClassCount || rows[0][0] != "file") return "its first line is not that of AnswerFile.WriteCsv for these classes.";
        var files = rows.Skip(1).Select(row => row[0]).ToHashSet(StringComparer.Ordinal);
        int missing = study.Dataset.Validation.Count(image => !files.Contains(image.Path));
        if (missing > 0) return $"{Say.Count(missing)} validation images have no row.";
        return rows.Count - 1 == study.Dataset.Validation.Count ? null : $"it has {Say.Count(rows.Count - 1)} rows for {Say.Count(study.Dataset.Validation.Count)} validation images.";
    }

    private static ModelCard? Card(Study study)
    {
        string folder = Path.Combine(study.OutFolder, RunFolder.OwnModel);
        if (!File.Exists(Path.Combine(folder, ModelCard.FileName))) return null;
        ModelCard card = ModelCard.Read(folder);
        return card.Data.SplitId == study.Dataset.SplitId ? card : null;
    }
}
