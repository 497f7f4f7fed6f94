"""Confident learning written from the paper's equations with plain loops (arXiv 1911.00068, sections 3.1 and 3.2); writes confident.json beside itself."""
import json
import math
import pathlib
from fractions import Fraction

import numpy as np

random = np.random.default_rng(8)


def make(images, classes, noise):
    truth = random.integers(0, classes, images)
    given = truth.copy()
    wrong = random.random(images) < noise
    given[wrong] = (truth[wrong] + random.choice([1, 1, 2], wrong.sum())) % classes
    logits = random.normal(0, 1, (images, classes))
    logits[np.arange(images), truth] += 2.5
    powers = np.exp(1.5 * logits)
    return truth, given, powers / powers.sum(axis=1, keepdims=True)


def confident(given, p):
    n, classes = p.shape
    thresholds = [float(np.mean([p[x, j] for x in range(n) if given[x] == j])) for j in range(classes)]
    counts = [[0] * classes for _ in range(classes)]
    off_diagonal = set()
    for x in range(n):
        reached = [j for j in range(classes) if p[x, j] >= thresholds[j]]
        if reached:
            j = max(reached, key=lambda k: p[x, k])
            counts[given[x]][j] += 1
            if j != given[x] and p[x].argmax() != given[x]:
                off_diagonal.add(x)
    scaled = [[Fraction(counts[i][j] * int((given == i).sum()), sum(counts[i])) for j in range(classes)] for i in range(classes)]
    total = sum(map(sum, scaled))
    joint = [[value / total for value in row] for row in scaled]
    pruned = set()
    for i in range(classes):
        own = [x for x in range(n) if given[x] == i]
        for j in range(classes):
            if i != j:
                worst = sorted(own, key=lambda x: -(p[x, j] - p[x, i]))[:math.floor(n * joint[i][j] + Fraction(1, 2))]
                pruned.update(x for x in worst if p[x].argmax() != i)
    return {"thresholds": thresholds, "confidentJoint": counts, "joint": [[float(value) for value in row] for row in joint], "byJoint": sorted(off_diagonal), "byNoiseRate": sorted(pruned)}


cases = []
for images, classes, noise in [(300, 4, 0.1), (200, 3, 0.25)]:
    truth, given, p = make(images, classes, noise)
    cases.append({"truth": truth.tolist(), "labels": given.tolist(), "probabilities": p.tolist(), **confident(given, p)})
pathlib.Path(__file__).with_name("confident.json").write_text(json.dumps(cases, separators=(",", ":"), default=int) + "\n")
