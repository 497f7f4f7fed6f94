"""Resize to the shorter side and centre crop by torchvision, on the pictures of resize.py. Writes batch.json beside itself."""
import base64
import json
import pathlib

from PIL import Image
from torchvision.transforms import CenterCrop, Compose, InterpolationMode, Resize

from resize import noise

KERNELS = {"Nearest": InterpolationMode.NEAREST, "Bilinear": InterpolationMode.BILINEAR, "Bicubic": InterpolationMode.BICUBIC}
CASES = [  # width, height, resize, crop, kernel: wide, tall, square, odd remainders of the crop, no resize, growing
    (30, 22, 16, 12, "Bilinear"), (22, 31, 16, 13, "Bicubic"), (25, 25, 16, 13, "Bilinear"), (37, 20, 20, 15, "Bilinear"),
    (20, 37, 20, 20, "Bicubic"), (9, 13, 24, 21, "Bicubic"), (150, 113, 64, 64, "Bilinear"), (31, 24, 17, 16, "Nearest"),
]

rows = []
for width, height, resize, crop, kernel in CASES:
    image = Compose([Resize(resize, KERNELS[kernel]), CenterCrop(crop)])(Image.fromarray(noise(width, height)))
    rows.append({"width": width, "height": height, "resizeTo": resize, "imageSize": crop, "interpolation": kernel,
                 "pixels": base64.b64encode(image.tobytes()).decode()})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
