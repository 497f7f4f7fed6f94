"""Writes training.json: learning rates, losses and optimizer steps of PyTorch. See README.md."""
import json
import pathlib

import torch


def one_cycle(peak, steps, share):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=peak, total_steps=steps, pct_start=share, cycle_momentum=False)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(rates) < steps:
            schedule.step()
    return rates


def cosine(peak, steps, warmup):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    schedulers = torch.optim.lr_scheduler
    schedule = schedulers.CosineAnnealingLR(optimizer, T_max=steps)
    if warmup:
        schedule = schedulers.SequentialLR(optimizer, [
            schedulers.LinearLR(optimizer, start_factor=1 / 25, total_iters=warmup),
            schedulers.CosineAnnealingLR(optimizer, T_max=steps - warmup)], milestones=[warmup])
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return rates


def numbers(count, period):
    """Fixed values in [-1, 1] that need no generator."""
    return torch.tensor([((7 * i) % period) / (period - 1) * 2 - 1 for i in range(count)], dtype=torch.float64).float()


def losses():
    logits, labels = 3 * numbers(15, 11).reshape(5, 3), torch.tensor([0, 2, 1, 1, 2])
    return {"logits": logits.flatten().tolist(), "labels": labels.tolist(), "values": {
        str(smoothing): torch.nn.functional.cross_entropy(logits.double(), labels, label_smoothing=smoothing).item()
        for smoothing in (0.0, 0.1, 0.5)}}


def steps(make):
    """Weights after each of 6 steps down sum((a w - 1)^2) for fixed a."""
    weight = numbers(6, 7).reshape(2, 3).clone().requires_grad_()
    optimizer, factor, path = make([weight]), 2 * numbers(6, 5).reshape(2, 3), []
    for _ in range(6):
        optimizer.zero_grad()
        ((factor * weight - 1) ** 2).sum().backward()
        optimizer.step()
        path.append(weight.detach().flatten().tolist())
    return {"start": numbers(6, 7).tolist(), "factor": factor.flatten().tolist(), "path": path}


content = {
    "torch": torch.__version__,
    "schedules": [
        {"schedule": "OneCycle", "peak": 0.08, "steps": 40, "share": 0.25, "rates": one_cycle(0.08, 40, 0.25)},
        {"schedule": "OneCycle", "peak": 1.0, "steps": 10, "share": 0.3, "rates": one_cycle(1.0, 10, 0.3)},
        {"schedule": "Cosine", "peak": 0.1, "steps": 20, "share": 0.0, "rates": cosine(0.1, 20, 0)},
        {"schedule": "Cosine", "peak": 0.1, "steps": 20, "share": 0.25, "rates": cosine(0.1, 20, 5)},
    ],
    "losses": losses(),
    "optimizers": {
        "Sgd": steps(lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01)),
        "AdamW": steps(lambda w: torch.optim.AdamW(w, lr=0.05, weight_decay=0.01)),
    },
}
pathlib.Path(__file__).with_name("training.json").write_text(json.dumps(content, indent=1) + "\n")
