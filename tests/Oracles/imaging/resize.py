"""Images resized by Pillow. The inputs are made by a formula that the test repeats. Writes resize.json beside itself."""
import base64
import json
import pathlib

import numpy as np
from PIL import Image

KERNELS = {"Nearest": Image.NEAREST, "Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC}
SIZES = [  # from, to: shrink, shrink by a non-integer, grow, grow one side and shrink the other, one side unchanged, extremes
    ((24, 16), (12, 8)), ((31, 22), (14, 9)), ((13, 9), (29, 20)), ((17, 30), (33, 7)), ((20, 14), (20, 5)), ((20, 14), (9, 14)),
    ((1, 1), (3, 2)), ((40, 3), (1, 1)), ((150, 2), (64, 3)),
]


def noise(width, height):
    """Numbers of the generator s = 1103515245 s + 12345 (mod 2^31), bits 16 to 23, half of them pushed to 0 or 255."""
    state, values = 1000 * width + height, []
    for _ in range(width * height * 3):
        state = (1103515245 * state + 12345) % 2**31
        value = state >> 16 & 255
        values.append(0 if value < 64 else 255 if value >= 192 else value)
    return np.array(values, np.uint8).reshape(height, width, 3)


def main():
    rows = []
    for (w, h), (to_w, to_h) in SIZES:
        for name, kernel in KERNELS.items():
            image = Image.fromarray(noise(w, h)).resize((to_w, to_h), kernel)
            rows.append({"width": w, "height": h, "toWidth": to_w, "toHeight": to_h, "interpolation": name,
                         "pixels": base64.b64encode(image.tobytes()).decode()})
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
