namespace Scenes.Training;

/// <summary>How much of a pretrained network learns beside its new head.</summary>
public enum Opening
{
    /// <summary>Nothing: the network is frozen as a whole and its features are computed once.</summary>
    HeadOnly,

    /// <summary>What the article left open: nothing of VGG16 and ResNet50, the top two blocks of InceptionV3 (<see cref="Backbones.BackboneSpec.ArticleCut"/>).</summary>
    AsTheArticle,

    /// <summary>The last stage (<see cref="Backbones.BackboneSpec.LastStageCut"/>).</summary>
    LastStage,
}
