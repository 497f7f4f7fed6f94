"""Writes gradcam.json: Grad-CAM of torchvision's networks by hooks and backward(), with weights and images given by a formula.

Run with a Python that has torch and torchvision: python3 make.py
"""
import importlib.util
import json
import pathlib

import torch
import torchvision

HERE = pathlib.Path(__file__).parent
CLASSES = 4
HEIGHT, WIDTH = 128, 160
LAST = {"vgg16": "features.30", "resnet50": "layer4.2", "inception_v3": "Mixed_7c"}
OPTIONS = {"inception_v3": dict(aux_logits=True, transform_input=False, init_weights=False)}


def formula():
    """`numbers` and `value` of ../backbones/make.py, without running it."""
    source = (HERE.parent / "backbones" / "make.py").read_text().rsplit("\nmain()", 1)[0]
    spec = importlib.util.spec_from_loader("formula", loader=None)
    module = importlib.util.module_from_spec(spec)
    exec(source, module.__dict__)
    return module


def explain(name, make):
    network = torchvision.models.get_model(name, weights=None, num_classes=10, **OPTIONS.get(name, {})).eval()
    keys = [key for key in network.state_dict() if not key.endswith("num_batches_tracked")]
    network.load_state_dict({key: make.value(key, network.state_dict()[key].shape) for key in keys}, strict=False)
    image = torch.from_numpy(make.numbers("input", 3 * HEIGHT * WIDTH).astype("float32")).reshape(1, 3, HEIGHT, WIDTH)
    kept = {}

    def keep(_, __, output):
        kept["map"] = output.clone()  # torchvision's ReLUs work in place
        kept["map"].retain_grad()
        return kept["map"]

    network.get_submodule(LAST[name]).register_forward_hook(keep)
    network(image)
    width = kept["map"].shape[1]
    weight, bias = make.value("head.weight", (CLASSES, width)), make.value("head.bias", (CLASSES,))
    result = []
    for k in range(CLASSES):
        kept["map"].grad = None
        logits = kept["map"].mean((2, 3)) @ weight.T + bias
        logits[0, k].backward(retain_graph=True)
        alpha = kept["map"].grad.mean((2, 3), keepdim=True)
        cam = torch.relu((alpha * kept["map"]).sum(1))[0].detach()
        result.append({"class": k, "logit": float(f"{logits[0, k].item():.7g}"), "largest": float(f"{cam.max().item():.7g}"),
                       "map": [[float(f"{v:.6g}") for v in row] for row in (cam / cam.max() if cam.max() > 0 else cam).tolist()]})
    return result


def main():
    make = formula()
    result = {"torch": torch.__version__, "torchvision": torchvision.__version__, "height": HEIGHT, "width": WIDTH,
              "networks": {name: explain(name, make) for name in LAST}}
    (HERE / "gradcam.json").write_text(json.dumps(result).replace('{"class"', '\n{"class"') + "\n")


main()
