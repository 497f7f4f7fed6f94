"""Small files of every format and colour mode, with the pixels Pillow decodes from them. Writes decode.json beside itself."""
import base64
import io
import json
import pathlib

import numpy as np
from PIL import Image, ImageOps

W, H = 20, 12
y, x = np.mgrid[0:H, 0:W]
# Smooth, so that lossy formats stay close, and different in every corner, so that a wrong orientation shows.
rgb = np.stack([40 + 9 * x, 30 + 15 * y, 220 - 5 * x - 6 * y], axis=-1).astype(np.uint8)
photo = Image.fromarray(rgb)
grey = Image.fromarray((20 + 7 * x + 6 * y).astype(np.uint8))
rgba = Image.fromarray(np.concatenate([rgb, (255 * x // (W - 1)).astype(np.uint8)[..., None]], axis=-1))
deep = Image.fromarray((256 * (20 + 7 * x + 6 * y) + 17 * x).astype(np.uint16))
palette = photo.quantize(16)


def save(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def turned(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return save(photo, kind, exif=exif, **({"quality": 95, "subsampling": 0} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}))


def shown(data, mode):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if mode == "deep":  # Pillow clips 16 bits instead of scaling them.
        image = Image.fromarray(((np.asarray(image).astype(np.int64) * 255 + 32767) // 65535).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        a = np.asarray(image).astype(np.int64)
        image = Image.fromarray(((a[..., :3] * a[..., 3:] + 255 * (255 - a[..., 3:]) + 127) // 255).astype(np.uint8))
    return image.convert("RGB")


def two_frames():
    return save(palette, "GIF", save_all=True, append_images=[photo.rotate(180).quantize(16)], duration=100)


def transparent_palette():
    image = palette.copy()
    image.info["transparency"] = 3
    return save(image, "PNG", transparency=3)


# name, bytes, expected header (format, mode, bits, alpha), largest difference allowed, special treatment
CASES = [
    ("jpeg", save(photo, "JPEG", quality=95, subsampling=0), ("Jpeg", "Rgb", 8, False), 2, None),
    ("jpeg 4:2:0", save(photo, "JPEG", quality=90), ("Jpeg", "Rgb", 8, False), 6, None),
    ("jpeg progressive", save(photo, "JPEG", quality=95, subsampling=0, progressive=True), ("Jpeg", "Rgb", 8, False), 2, None),
    ("jpeg grey", save(grey, "JPEG", quality=95), ("Jpeg", "Grey", 8, False), 2, None),
    ("jpeg cmyk", save(photo.convert("CMYK"), "JPEG", quality=95), ("Jpeg", "Cmyk", 8, False), 4, None),
    ("png", save(photo, "PNG"), ("Png", "Rgb", 8, False), 0, None),
    ("png alpha", save(rgba, "PNG"), ("Png", "Rgb", 8, True), 1, None),
    ("png grey", save(grey, "PNG"), ("Png", "Grey", 8, False), 0, None),
    ("png grey alpha", save(rgba.convert("LA"), "PNG"), ("Png", "Grey", 8, True), 1, None),
    ("png 16 bit", save(deep, "PNG"), ("Png", "Grey", 16, False), 1, "deep"),
    ("png palette", save(palette, "PNG"), ("Png", "Palette", 4, False), 0, None),
    ("png palette with a transparent colour", transparent_palette(), ("Png", "Palette", 4, True), 0, None),
    ("png 1 bit", save(grey.convert("1"), "PNG"), ("Png", "Grey", 1, False), 0, None),
    ("webp lossless", save(photo, "WEBP", lossless=True), ("WebP", "Rgb", 8, False), 0, None),
    ("webp lossy", save(photo, "WEBP", quality=90), ("WebP", "Rgb", 8, False), 8, None),
    ("webp alpha", save(rgba, "WEBP", lossless=True, exact=True), ("WebP", "Rgb", 8, True), 1, None),
    ("gif", save(palette, "GIF"), ("Gif", "Palette", None, True), 0, None),
    ("gif of two frames", two_frames(), ("Gif", "Palette", None, True), 0, None),
    ("bmp", save(photo, "BMP"), ("Bmp", "Rgb", 8, False), 0, None),
    ("bmp palette", save(palette, "BMP"), ("Bmp", "Palette", 8, False), 0, None),
] + [(f"jpeg orientation {o}", turned("JPEG", o), ("Jpeg", "Rgb", 8, False), 2, None) for o in range(1, 9)] + [
    ("png orientation 6", turned("PNG", 6), ("Png", "Rgb", 8, False), 0, None),
    ("webp orientation 6", turned("WEBP", 6), ("WebP", "Rgb", 8, False), 0, None),
]

rows = []
for name, data, (kind, mode, bits, alpha), tolerance, special in CASES:
    image = shown(data, special)
    rows.append({
        "name": name, "file": base64.b64encode(data).decode(), "format": kind, "mode": mode, "bits": bits, "alpha": alpha,
        "width": image.width, "height": image.height, "tolerance": tolerance, "pixels": base64.b64encode(image.tobytes()).decode(),
    })
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
