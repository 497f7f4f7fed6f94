"""Writes networks.json: what torchvision's networks compute from weights and images given by a formula.

Run with a Python that has torch and torchvision: python3 make.py
"""
import json
import pathlib

import numpy as np
import torch
import torchvision

CLASSES = 10
SAMPLES = 8
SIZES = {  # height, width, images
    "vgg16": [(75, 107, 2), (224, 160, 1), (299, 203, 1)],
    "resnet50": [(75, 107, 2), (224, 160, 1), (299, 203, 1)],
    "inception_v3": [(75, 107, 2), (299, 203, 1), (299, 299, 1)],
    "mobilenet_v2": [(75, 107, 2), (224, 160, 1), (299, 203, 1)],
    "squeezenet1_1": [(75, 107, 2), (224, 160, 1), (299, 203, 1)],
}
OPTIONS = {"inception_v3": dict(aux_logits=True, transform_input=False, init_weights=False)}


def numbers(name, count):
    """Values in [-1, 1) that depend on the name and the index alone: FNV-1a of the name, mixed with the index as MurmurHash3 ends."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 % 2**32
    h = (np.arange(count, dtype=np.uint64) * 0x9E3779B1 + seed) % 2**32
    h ^= h >> 16
    h = h * 0x85EBCA6B % 2**32
    h ^= h >> 13
    h = h * 0xC2B2AE35 % 2**32
    h ^= h >> 16
    return h.astype(np.float64) / 2**31 - 1


def value(name, shape):
    """A parameter. Matrices have variance 2 / fan-in, which keeps the scale through ReLU; norms stay near the identity."""
    u = numbers(name, int(np.prod(shape)))
    if len(shape) > 1:
        u = u * np.sqrt(6 / np.prod(shape[1:]))
    elif name.endswith("running_var"):
        u = 1 + 0.5 * u
    elif name.endswith("weight"):
        u = 0.8 + 0.2 * u
    else:
        u = 0.1 * u
    return torch.from_numpy(u.astype(np.float32)).reshape(shape)


def summary(name, tensor):
    flat = tensor.detach().double().flatten()
    picks = [index * 2654435761 % flat.numel() for index in range(SAMPLES)]
    return {
        "name": name,
        "shape": list(tensor.shape),
        "mean": float(f"{flat.mean():.7g}"),
        "std": float(f"{flat.std(unbiased=False):.7g}"),
        "samples": [float(f"{flat[pick]:.7g}") for pick in picks],
    }


def chain(name, model):
    """The stages from pixels to the last map, as the network's forward has them."""
    if name == "resnet50":
        stem = [(part, getattr(model, part)) for part in ("conv1", "bn1", "relu", "maxpool")]
        return stem + [(f"layer{i}.{j}", block) for i in range(1, 5) for j, block in getattr(model, f"layer{i}").named_children()]
    if name == "inception_v3":
        return [(part, module) for part, module in model.named_children() if part not in ("AuxLogits", "avgpool", "dropout", "fc")]
    return [(f"features.{part}", module) for part, module in model.features.named_children()]


def run(name, model, height, width, images):
    image = torch.from_numpy(numbers("input", images * 3 * height * width).astype(np.float32)).reshape(images, 3, height, width)
    layers, handles = [], []
    for part, module in chain(name, model):
        handles.append(module.register_forward_hook(lambda _, __, out, part=part: layers.append(summary(part, out))))
    last = chain(name, model)[-1][1]
    maps = []
    handles.append(last.register_forward_hook(lambda _, __, out: maps.append(out.clone())))
    if name == "inception_v3" and min(height, width) >= 299:
        handles.append(model.Mixed_6e.register_forward_hook(lambda _, __, out: maps.insert(0, out.clone())))
    logits = model(image)
    for handle in handles:
        handle.remove()
    layers.append(summary("pooled", maps[-1].mean((2, 3))))
    layers.append(summary("logits", logits))
    if len(maps) == 2:
        layers.append(summary("AuxLogits", model.AuxLogits(maps[0])))
    return {"height": height, "width": width, "images": images, "layers": layers}


def main():
    result = {"torch": torch.__version__, "torchvision": torchvision.__version__, "classes": CLASSES, "networks": {}}
    torch.set_grad_enabled(False)
    for name, sizes in SIZES.items():
        model = torchvision.models.get_model(name, weights=None, num_classes=CLASSES, **OPTIONS.get(name, {})).eval()
        keys = [key for key in model.state_dict() if not key.endswith("num_batches_tracked")]
        model.load_state_dict({key: value(key, model.state_dict()[key].shape) for key in keys}, strict=False)
        result["networks"][name] = {"keys": len(model.state_dict()), "runs": [run(name, model, *size) for size in sizes]}
        for entry in result["networks"][name]["runs"]:
            print(name, [(layer["name"], round(layer["std"], 3)) for layer in entry["layers"][-3:]])
    path = pathlib.Path(__file__).with_name("networks.json")
    rows = json.dumps(result).replace('{"name"', '\n{"name"').replace('"runs"', '\n"runs"')
    path.write_text(rows + "\n")


main()
