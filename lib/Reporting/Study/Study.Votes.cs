using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>Who may vote.</summary>
public sealed partial class Study
{
    /// <summary>
    /// The models of the notebooks that train one, with their stored predictions. Models that were not judged (<see cref="Record(Predictions, string, double)"/>)
    /// were experiments and have no vote. What is missing is printed, with the command that makes it.
    /// </summary>
    /// <param name="fewest">Fewest voters that the notebook can go on with.</param>
    /// <exception cref="StudySkippedException">There are fewer voters than <paramref name="fewest"/>; says what to run first.</exception>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public Voters Voters(int fewest = 2)
    {
        var voters = new List<Voter>();
        var missing = new List<string>();
        foreach (string notebook in NotebookNames.Trained)
        {
            Voter[] found = [.. VotersOf(notebook)];
            voters.AddRange(found);
            if (found.Length == 0) missing.Add($"No vote from {notebook}: it has stored no predictions of these images. 'scenes run --only {notebook[..2]}' makes them.");
        }
        foreach (string sentence in missing) Console.WriteLine(sentence);
        if (voters.Count < fewest)
            Skip($"{Notebook} needs {fewest} trained models and found {voters.Count} in {OutFolder}. {string.Join(' ', missing)}");
        return new Voters([.. voters], missing, [.. Dataset.Validation.Select(image => image.ContentHash)]);
    }

    private IEnumerable<Voter> VotersOf(string notebook)
    {
        var validation = StoredRows(notebook, SceneSplit.Validation);
        var judged = StoredRows(notebook, JudgedSplit).Where(stored => stored.Row.Judged);
        return from one in validation
               join other in judged on one.Predictions.Model equals other.Predictions.Model
               select new Voter(notebook, other.Row.Recipe, one.Predictions, other.Predictions);
    }
}
