"""What statsmodels, SciPy and scikit-learn say of three classifiers on 300 images, and of tables; writes statistics.json beside itself."""
import json
import pathlib
from itertools import combinations

import numpy as np
from scipy import optimize, stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, cohen_kappa_score, f1_score, log_loss, matthews_corrcoef
from statsmodels.stats.contingency_tables import cochrans_q, mcnemar
from statsmodels.stats.multitest import multipletests

random = np.random.default_rng(4)
IMAGES, CLASSES = 300, 4
labels = random.choice(CLASSES, IMAGES, p=[0.4, 0.3, 0.2, 0.1])
hard = random.normal(0, 1, IMAGES)


def classifier(skill, sharpness):
    logits = random.normal(0, 1, (IMAGES, CLASSES)) + 0.8 * np.roll(np.eye(CLASSES)[labels], 1, axis=1) * np.maximum(hard, 0)[:, None]
    logits[np.arange(IMAGES), labels] += skill - 0.7 * hard
    powers = np.exp(sharpness * logits)
    return powers / powers.sum(axis=1, keepdims=True)


models = [classifier(1.6, 2.0), classifier(2.0, 1.0), classifier(2.3, 3.5)]
predicted = [probabilities.argmax(axis=1) for probabilities in models]
right = np.stack([p == labels for p in predicted], axis=1)


def confusions(truth, guess):
    cells = truth * CLASSES + guess
    return np.stack([(cells == cell).sum(axis=-1) for cell in range(CLASSES ** 2)], axis=-1).reshape(*cells.shape[:-1], CLASSES, CLASSES)


def accuracy(m):
    return np.trace(m, axis1=-2, axis2=-1) / m.sum(axis=(-2, -1))


def macro_f1(m):
    both = m.sum(axis=-1) + m.sum(axis=-2)
    return (2 * np.diagonal(m, axis1=-2, axis2=-1) / both).mean(axis=-1)


def kappa(m):
    n = m.sum(axis=(-2, -1))
    chance = (m.sum(axis=-1) * m.sum(axis=-2)).sum(axis=-1) / n ** 2
    return (accuracy(m) - chance) / (1 - chance)


def matthews(m):
    n, rows, columns = m.sum(axis=(-2, -1)), m.sum(axis=-1), m.sum(axis=-2)
    return (np.trace(m, axis1=-2, axis2=-1) * n - (rows * columns).sum(axis=-1)) / np.sqrt(
        (n ** 2 - (rows ** 2).sum(axis=-1)) * (n ** 2 - (columns ** 2).sum(axis=-1)))


METRICS = {"Accuracy": accuracy, "MacroF1": macro_f1, "Kappa": kappa, "Matthews": matthews}
for guess in predicted:  # the vectorised forms above are scikit-learn's
    matrix = confusions(labels, guess)
    assert np.isclose(macro_f1(matrix), f1_score(labels, guess, average="macro"))
    assert np.isclose(kappa(matrix), cohen_kappa_score(labels, guess))
    assert np.isclose(matthews(matrix), matthews_corrcoef(labels, guess))


def bca(statistic, confidence=0.95):
    result = stats.bootstrap((np.arange(IMAGES),), statistic, n_resamples=50_000, batch=2_000, vectorized=True, confidence_level=confidence,
                             method="BCa", random_state=np.random.default_rng(1))
    return [float(v) for v in result.confidence_interval]


def one(name, guess):
    return lambda rows, axis=-1: METRICS[name](confusions(labels[rows], guess[rows]))


def difference(name, first, second):
    return lambda rows, axis=-1: one(name, second)(rows) - one(name, first)(rows)


def permutation_p(name, first, second):
    metric = METRICS[name]
    result = stats.permutation_test((first, second), lambda a, b, axis=-1: metric(confusions(labels, b)) - metric(confusions(labels, a)),
                                    permutation_type="samples", vectorized=True, n_resamples=50_000, batch=2_000,
                                    alternative="two-sided", random_state=np.random.default_rng(2))
    return float(result.pvalue)


tables = []
for table in [[[101, 121], [59, 33]], [[80, 3], [12, 5]], [[10, 0], [1, 0]], [[50, 7], [7, 50]], [[900, 31], [60, 9]], [[5, 0], [0, 5]], [[1200, 150], [90, 62]]]:
    tables.append({"cells": table,
                   "exactP": float(mcnemar(table, exact=True).pvalue) if table[0][1] + table[1][0] else 1.0,
                   "chiSquare": float(mcnemar(table, exact=False, correction=True).statistic) if table[0][1] != table[1][0] else 0.0,
                   "correctedP": float(mcnemar(table, exact=False, correction=True).pvalue) if table[0][1] != table[1][0] else 1.0})

q = cochrans_q(right)
pair_p = []
for first, second in combinations(range(3), 2):
    a, b = right[:, first], right[:, second]
    pair_p.append(float(mcnemar([[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]], exact=True).pvalue))

holm = []
for p in [[0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.9], [0.02], [1e-9, 0.2, 0.06, 0.06, 1.0]]:
    holm.append({"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()})

binomial = []
for correct, n, constant, confidence in [(1310, 1502, 0.85, 0.95), (1276, 1502, 0.85, 0.95), (1410, 1502, 0.85, 0.95), (0, 10, 0.5, 0.95),
                                         (10, 10, 0.85, 0.9), (1200, 1502, 0.85, 0.95)]:
    test = stats.binomtest(correct, n, constant, alternative="greater")
    binomial.append({"correct": correct, "n": n, "constant": constant, "confidence": confidence, "p": float(test.pvalue),
                     "low": float(test.proportion_ci(confidence, "exact").low)})


def power(n, disagreement, true_difference, level=0.05):
    """Of the exact McNemar test: SciPy's binomial test decides, every outcome is weighted by its probability."""
    better, total = (disagreement + true_difference) / (2 * disagreement), 0.0
    for m in range(n + 1):
        chance = stats.binom.pmf(m, n, disagreement)
        if chance < 1e-14:
            continue
        k = np.arange(m + 1)
        p = np.minimum(1, 2 * stats.binom.cdf(np.minimum(k, m - k), m, 0.5))
        total += chance * stats.binom.pmf(k, m, better)[p <= level].sum()
    return float(total)


powers = []
for n, disagreement, target in [(300, 0.1, 0.8), (1502, 0.08, 0.8), (1502, 0.04, 0.9), (60, 0.3, 0.8)]:
    smallest = optimize.brentq(lambda d: power(n, disagreement, d) - target, 0, disagreement, xtol=1e-10)
    powers.append({"n": n, "disagreement": disagreement, "power": target, "difference": float(smallest),
                   "powerAtHalf": power(n, disagreement, disagreement / 2)})

runs = random.normal(0.93, 0.004, 5)
half = stats.t.interval(0.95, 4, loc=runs.mean(), scale=stats.sem(runs))

calibration = []
for probabilities, guess in zip(models, predicted):
    sure, hit = probabilities.max(axis=1), guess == labels
    share, mean = calibration_curve(hit, sure, n_bins=10, strategy="uniform")
    edges = np.linspace(0, 1, 11)
    counts = np.bincount(np.searchsorted(edges[1:-1], sure), minlength=10)
    filled = counts[counts > 0]
    logits = np.log(np.maximum(probabilities, 1e-15))

    def nll(temperature):
        scaled = logits / temperature
        return float((np.log(np.exp(scaled - scaled.max(axis=1, keepdims=True)).sum(axis=1)) + scaled.max(axis=1) - scaled[np.arange(IMAGES), labels]).mean())

    temperature = optimize.minimize_scalar(nll, bounds=(0.05, 20), method="bounded", options={"xatol": 1e-10})
    calibration.append({
        "nll": float(log_loss(labels, probabilities, labels=range(CLASSES))),
        "brier": float(sum(brier_score_loss(labels == k, probabilities[:, k]) for k in range(CLASSES))),
        "counts": counts.tolist(), "confidence": mean.tolist(), "accuracy": share.tolist(),
        "ece": float((filled / IMAGES * np.abs(share - mean)).sum()),
        "temperature": float(temperature.x), "nllAfter": float(temperature.fun)})

document = {
    "classes": CLASSES, "labels": labels.tolist(), "models": [p.tolist() for p in models],
    "metrics": [{name: float(metric(confusions(labels, guess))) for name, metric in METRICS.items()} for guess in predicted],
    "bootstrap": [{name: bca(one(name, guess)) for name in METRICS} for guess in predicted],
    "differences": [{name: bca(difference(name, predicted[a], predicted[b])) for name in METRICS} for a, b in combinations(range(3), 2)],
    "permutation": [{name: permutation_p(name, predicted[a], predicted[b]) for name in METRICS} for a, b in combinations(range(3), 2)],
    "mcNemar": tables, "cochranQ": {"statistic": float(q.statistic), "p": float(q.pvalue)}, "pairP": pair_p,
    "pairHolm": multipletests(pair_p, method="holm")[1].tolist(), "holm": holm, "binomial": binomial, "powers": powers,
    "runs": {"values": runs.tolist(), "mean": float(runs.mean()), "spread": float(runs.std(ddof=1)), "low": float(half[0]), "high": float(half[1])},
    "calibration": calibration,
}
pathlib.Path(__file__).with_name("statistics.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
