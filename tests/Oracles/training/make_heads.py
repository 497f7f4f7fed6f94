"""Writes heads.json: scikit-learn's logistic regression on a small fixed set. See README.md."""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

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
content = {
    "sklearn": sklearn.__version__, "rows": ROWS, "width": WIDTH, "classes": CLASSES, "features": features.flatten().tolist(),
    "labels": labels.tolist(), "mean": mean.tolist(), "deviation": deviation.tolist(), "fits": fits}
pathlib.Path(__file__).with_name("heads.json").write_text(json.dumps(content, indent=1) + "\n")
