using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>What a run has to set beside the article's numbers.</summary>
public static class ArticleComparison
{
    private static readonly Dictionary<string, double> Reported = new(StringComparer.Ordinal)
    {
        [NotebookNames.Vgg] = ArticleResults.Vgg16,
        [NotebookNames.ResNet] = ArticleResults.ResNet50,
        [NotebookNames.Inception] = ArticleResults.InceptionV3,
        [NotebookNames.Democracy] = ArticleResults.MajorityVote,
    };

    /// <summary>Networks that the article has not, so that nothing stands beside them.</summary>
    private static readonly HashSet<string> Others = [.. BackboneCatalogue.All.Where(row => !Miniature.Names.Contains(row.Name)).Select(row => row.Title)];

    /// <summary>
    /// The article's number, ours, its interval and the test for every model that a run has judged on its test images. Networks that are joined under one
    /// head stand beside the article's vote; networks that the article has not are left out.
    /// </summary>
    /// <param name="run">The output folder of a run.</param>
    /// <returns>The table; null where no network of the article was judged.</returns>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public static Table? Of(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (Predictions, double)[] rows = [.. from row in run.Metrics()
                                          where row.Judged && row.Split == SceneSplit.Test && Reported.ContainsKey(row.Notebook) && !Others.Any(title => row.Model.StartsWith(title, StringComparison.Ordinal))
                                          let said = run.Find(row.Notebook, row.Model, row.Split)
                                          where said is not null
                                          select (said, row.Recipe is JointModel.LinearRecipe or JointModel.RadialRecipe ? ArticleResults.MajorityVote : Reported[row.Notebook])];
        return rows.Length == 0 ? null : Tables.BesideTheArticle(rows);
    }
}
