"""Points in 20 dimensions, their PCA and t-SNE by scikit-learn; writes maps.json beside itself."""
import json
import pathlib

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

random = np.random.default_rng(11)
centres = random.normal(0, 2.0, (6, 20))
groups = np.repeat(np.arange(6), 45)
features = np.round(centres[groups] + random.normal(0, 1, (len(groups), 20)) * np.linspace(2, 0.3, 20), 3)

pca = PCA(n_components=2, svd_solver="full").fit(features)
scores = pca.transform(features)
tsne = TSNE(n_components=2, perplexity=30, method="exact", init="pca", learning_rate="auto", n_iter=1000, random_state=0)
embedded = tsne.fit_transform(features)

pathlib.Path(__file__).with_name("maps.json").write_text(json.dumps({
    "features": features.tolist(), "groups": groups.tolist(), "scores": scores.tolist(), "varianceShares": pca.explained_variance_ratio_.tolist(),
    "scoresTrustworthiness": float(trustworthiness(features, scores, n_neighbors=5)),
    "tsneDivergence": float(tsne.kl_divergence_), "tsneTrustworthiness": float(trustworthiness(features, embedded, n_neighbors=5)),
}, separators=(",", ":")) + "\n")
