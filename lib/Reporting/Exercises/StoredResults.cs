using Scenes.Evaluation;
using Scenes.Training;

namespace Scenes.Reporting.Exercises;

/// <summary>What the cells of a notebook have stored, for exercises that are about its results.</summary>
internal static class StoredResults
{
    /// <summary>What a check says where there are none.</summary>
    public const string Missing = "there are no stored results of this notebook; run its cells first.";

    /// <summary>The history of a model; null where none was stored.</summary>
    public static TrainingHistory? History(Study study, string notebook, string model)
    {
        string path = RunFolder.ResultPath(study.OutFolder, RunFolder.HistoriesFolder, notebook, model) + ".json";
        return File.Exists(path) ? HistoryFile.Read(path) : null;
    }

    /// <summary>What a model said of the images that finished models are judged on; null where nothing was stored.</summary>
    public static Predictions? Judged(Study study, string notebook, string model)
    {
        string path = RunFolder.PredictionsPath(study.OutFolder, notebook, model, study.Judged[0].Split);
        return File.Exists(path) ? PredictionsCsv.Read(path) : null;
    }
}
