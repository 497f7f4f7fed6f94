"""Random cases and what scikit-learn and statsmodels say of them; writes metrics.json beside itself."""
import json
import pathlib
import warnings

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support
from statsmodels.stats.proportion import proportion_confint

warnings.filterwarnings("ignore")
random = np.random.default_rng(20261123)


def scores(values):
    return [float(value) for value in values[:3]]


def case(name, labels, predicted, classes):
    every = list(range(classes))
    per_class = precision_recall_fscore_support(labels, predicted, labels=every, zero_division=0)
    return {
        "name": name, "classes": classes, "labels": labels.tolist(), "predicted": predicted.tolist(),
        "confusion": confusion_matrix(labels, predicted, labels=every).tolist(),
        "accuracy": float(accuracy_score(labels, predicted)),
        "precision": per_class[0].tolist(), "recall": per_class[1].tolist(), "f1": per_class[2].tolist(), "support": [int(v) for v in per_class[3]],
        "macro": scores(precision_recall_fscore_support(labels, predicted, labels=every, average="macro", zero_division=0)),
        "weighted": scores(precision_recall_fscore_support(labels, predicted, labels=every, average="weighted", zero_division=0)),
    }


def noisy(count, classes, right):
    labels = random.integers(0, classes, count)
    wrong = random.integers(0, classes, count)
    return labels, np.where(random.random(count) < right, labels, wrong)


cases = [case(f"{classes} classes, {count} images", *noisy(count, classes, right), classes)
         for classes, count, right in [(2, 40, 0.7), (3, 100, 0.5), (6, 300, 0.85), (10, 200, 0.3), (6, 7, 0.5)]]
labels, predicted = noisy(60, 5, 0.6)
cases.append(case("class 4 is never predicted", labels, np.where(predicted == 4, 0, predicted), 5))
cases.append(case("class 4 has no image", np.where(labels == 4, 1, labels), predicted, 5))
cases.append(case("one class predicted for all", labels, np.zeros_like(labels), 5))
cases.append(case("all wrong", labels, (labels + 1) % 5, 5))
cases.append(case("all right", labels, labels, 5))

intervals = []
for correct, count, confidence in [(19, 38, 0.95), (0, 10, 0.95), (10, 10, 0.95), (1, 1, 0.95), (0, 1, 0.9), (1395, 1502, 0.95),
                                   (1395, 1502, 0.99), (2850, 3000, 0.9), (3, 200, 0.95), (199, 200, 0.999)]:
    intervals.append({"correct": correct, "n": count, "confidence": confidence,
                      "wilson": [float(v) for v in proportion_confint(correct, count, 1 - confidence, "wilson")],
                      "exact": [float(v) for v in proportion_confint(correct, count, 1 - confidence, "beta")]})

path = pathlib.Path(__file__).with_name("metrics.json")
path.write_text(json.dumps({"cases": cases, "intervals": intervals}, separators=(",", ":")) + "\n")
