"""What scikit-learn, SciPy and statsmodels make of four classifiers' stored outputs; writes ensembles.json beside itself."""
import json
import pathlib
from itertools import combinations

import numpy as np
from scipy import optimize, stats
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
from statsmodels.stats.contingency_tables import Table2x2

random = np.random.default_rng(6)
CLASSES, MODELS = 4, 4
WEIGHTS = [0.5, 2.0, 1.0, 0.25]


class Stored:
    """A fitted classifier whose inputs are row numbers of its stored probabilities."""

    def __init__(self, probabilities):
        self.probabilities = probabilities

    def predict_proba(self, rows):
        return self.probabilities[rows[:, 0]]

    def predict(self, rows):
        return self.predict_proba(rows).argmax(axis=1)


def outputs(images):
    labels = random.integers(0, CLASSES, images)
    hard = random.normal(0, 1, images)
    models = []
    for skill in np.linspace(1.2, 2.4, MODELS):
        logits = random.normal(0, 1, (images, CLASSES))
        logits[np.arange(images), labels] += skill - 0.6 * hard
        powers = np.exp(2 * logits)
        # Rounded to 1/1024 so that the sums are exact: ties are ties on both sides.
        exact = np.floor(1024 * powers / powers.sum(axis=1, keepdims=True))
        exact[np.arange(images), exact.argmax(axis=1)] += 1024 - exact.sum(axis=1)
        models.append(exact / 1024)
    return labels, models


def vote(models, voting, weights=None):
    images = len(models[0])
    voter = VotingClassifier([(str(m), Stored(p)) for m, p in enumerate(models)], voting=voting, weights=weights)
    voter.estimators_ = [Stored(p) for p in models]
    voter.le_ = LabelEncoder().fit(np.arange(CLASSES))
    voter.classes_ = voter.le_.classes_
    rows = np.arange(images)[:, None]
    return voter.predict(rows), voter.predict_proba(rows) if voting == "soft" else None


validation_labels, validation = outputs(250)
test_labels, test = outputs(200)

hard, _ = vote(test, "hard")
soft, soft_probabilities = vote(test, "soft")
weighted, weighted_probabilities = vote(test, "soft", WEIGHTS)
geometric = stats.gmean(np.maximum(np.stack(test), 1e-12), axis=0)
borda = sum(stats.rankdata(p, method="average", axis=1) - 1 for p in test)

stack = LogisticRegression(C=1.0, multi_class="multinomial", solver="newton-cg", tol=1e-7, max_iter=10_000)
stack.fit(np.concatenate(validation, axis=1), validation_labels)
loose = LogisticRegression(C=50.0, multi_class="multinomial", solver="newton-cg", tol=1e-7, max_iter=10_000)
loose.fit(np.concatenate(validation, axis=1), validation_labels)

truth = np.stack([np.maximum(p[np.arange(250), validation_labels], 1e-15) for p in validation], axis=1)
best = optimize.minimize(lambda w: -np.log(truth @ w).mean(), np.full(MODELS, 1 / MODELS), jac=lambda w: -(truth / (truth @ w)[:, None]).mean(axis=0),
                         bounds=[(0, 1)] * MODELS, constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, method="SLSQP",
                         options={"ftol": 1e-14, "maxiter": 1000})

right = np.stack([p.argmax(axis=1) == test_labels for p in test])
diversity = []
for a, b in combinations(range(MODELS), 2):
    table = np.array([[(right[a] & right[b]).sum(), (right[a] & ~right[b]).sum()], [(~right[a] & right[b]).sum(), (~right[a] & ~right[b]).sum()]])
    odds = Table2x2(table.astype(float), shift_zeros=False).oddsratio
    diversity.append({"disagreement": float((right[a] != right[b]).mean()), "q": float((odds - 1) / (odds + 1)),
                      "doubleFault": float((~right[a] & ~right[b]).mean()), "correlation": float(np.corrcoef(right[a], right[b])[0, 1]),
                      "errorOverlap": float((~right[a] & ~right[b]).sum() / (~right[a] | ~right[b]).sum())})

document = {
    "classes": CLASSES, "validationLabels": validation_labels.tolist(), "validation": [p.tolist() for p in validation],
    "testLabels": test_labels.tolist(), "test": [p.tolist() for p in test],
    "hard": hard.tolist(), "soft": soft.tolist(), "softProbabilities": soft_probabilities.tolist(),
    "weights": WEIGHTS, "weighted": weighted.tolist(), "weightedProbabilities": weighted_probabilities.tolist(),
    "meanOfLogits": (geometric / geometric.sum(axis=1, keepdims=True)).tolist(), "borda": borda.tolist(),
    "stacking": stack.predict_proba(np.concatenate(test, axis=1)).tolist(),
    "looseStacking": loose.predict_proba(np.concatenate(test, axis=1)).tolist(),
    "fittedWeights": best.x.tolist(), "diversity": diversity, "oracle": float(right.any(axis=0).mean()),
}
pathlib.Path(__file__).with_name("ensembles.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
