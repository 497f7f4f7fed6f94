"""Writes heads.json: scikit-learn's logistic regression, plain and with a Gaussian kernel, on a small fixed set. See README.md."""
import json
import pathlib

import numpy as np
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.preprocessing import normalize

ROWS, WIDTH, CLASSES = 60, 7, 3
# Fixed numbers without a generator; column 0 is shifted and column 1 is wide, so that standardising matters.
features = np.array([[np.sin(1.7 * i + 2.3 * j * j + 0.4 * (i % CLASSES) * j) for j in range(WIDTH)] for i in range(ROWS)])
features[:, 0] += 5
features[:, 1] *= 100
labels = np.array([(i % CLASSES) if i % 7 else (i // 7) % CLASSES for i in range(ROWS)])
mean, deviation = features.mean(0), features.std(0)
standardised = (features - mean) / deviation
fits = []
for l2 in (1.0, 0.1, 0.001):
    model = LogisticRegression(C=1 / (l2 * ROWS), solver="newton-cg", tol=1e-12, max_iter=10000).fit(standardised, labels)
    fits.append({"l2": l2, "weights": model.coef_.flatten().tolist(), "probabilities": model.predict_proba(standardised).flatten().tolist()})


def embedding(examples):
    """Nystroem's features from randomly chosen rows, as long as standardised features are, and which rows those were."""
    units = normalize(standardised)
    chosen = np.random.RandomState(0).permutation(ROWS)[:examples]
    distances = np.sort(euclidean_distances(units[chosen], squared=True)[np.triu_indices(examples, 1)])
    median = distances[(len(distances) - 1) // 2]
    nystroem = Nystroem(kernel="rbf", gamma=1 / median, n_components=examples, random_state=0).fit(units)
    assert (nystroem.component_indices_ == chosen).all()
    return np.sqrt(WIDTH) * nystroem.transform(units), chosen, median


some, chosen, median = embedding(8)
everything, _, _ = embedding(ROWS)
indicators = np.eye(CLASSES)[labels]
ridges = [Ridge(alpha=l2 * ROWS, solver="cholesky").fit(standardised, indicators) for l2 in (1.0, 0.01)]
scores = Ridge(alpha=0.01 * ROWS, solver="cholesky").fit(everything, indicators).predict(everything)
factor = minimize_scalar(lambda f: -log_softmax(f * scores, 1)[range(ROWS), labels].mean(), bounds=(0, 100), method="bounded", options={"xatol": 1e-9}).x
content = {
    "sklearn": sklearn.__version__, "rows": ROWS, "width": WIDTH, "classes": CLASSES, "features": features.flatten().tolist(),
    "labels": labels.tolist(), "mean": mean.tolist(), "deviation": deviation.tolist(), "fits": fits,
    "radial": {
        "examples": chosen.tolist(), "median": median, "products": (some @ some[:6].T).flatten().tolist(),
        "l2": 0.01, "probabilities": softmax(factor * scores, 1).flatten().tolist()},
    "ridge": [{"l2": l2, "weights": fit.coef_.flatten().tolist(), "biases": fit.intercept_.tolist()} for l2, fit in zip((1.0, 0.01), ridges)]}
pathlib.Path(__file__).with_name("heads.json").write_text(json.dumps(content, indent=1) + "\n")
