"""Brightness, contrast and saturation by torchvision on a picture of resize.py, as floats. Writes jitter.json beside itself."""
import json
import pathlib

import torch
from torchvision.transforms import functional

from resize import noise

image = torch.from_numpy(noise(7, 5)).permute(2, 0, 1).float() / 255
rows = []
for brightness, contrast, saturation in [(1.3, 1, 1), (0.4, 1, 1), (1, 1.6, 1), (1, 0.2, 1), (1, 1, 1.8), (1, 1, 0), (1.2, 0.7, 1.4), (0.6, 1.5, 0.5)]:
    changed = functional.adjust_brightness(image, brightness)
    changed = functional.adjust_contrast(changed, contrast)
    changed = functional.adjust_saturation(changed, saturation)
    rows.append({"brightness": brightness, "contrast": contrast, "saturation": saturation, "values": [round(v, 7) for v in changed.flatten().tolist()]})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
