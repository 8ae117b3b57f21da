"""Three compiled kernels: bend a mesh, find its normals, draw it. numba arrives with librosa.

A depth buffer instead of a painter's sort: hands pass before the face without popping, and one
640x360 frame takes about a tenth of the time. Single-threaded and without fast-math, so that
the same input gives the same bits.
"""

from __future__ import annotations

import numpy as np
from numba import njit

NEAREST = 0.3  # dm; what is nearer to the camera, or behind it, is not drawn


@njit(cache=True)
def bend(points, bone_index, bone_share, matrices):  # type: ignore[no-untyped-def]  # numba infers the types
    """Linear blend skinning: `points (n, 3)`, four bones a point, `matrices (bones, 3, 4)` -> `(n, 3)`."""
    out = np.empty_like(points)
    for i in range(points.shape[0]):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        for row in range(3):
            total = 0.0
            for k in range(bone_index.shape[1]):
                share = bone_share[i, k]
                if share > 0.0:
                    m = matrices[bone_index[i, k], row]
                    total += share * (m[0] * x + m[1] * y + m[2] * z + m[3])
            out[i, row] = total
    return out


@njit(cache=True)
def normals(points, triangles):  # type: ignore[no-untyped-def]  # numba infers the types
    """Return unit normals `(n, 3)`, averaged over the triangles around each point by their area."""
    out = np.zeros_like(points)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux, uy, uz = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1], points[b, 2] - points[a, 2]
        vx, vy, vz = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1], points[c, 2] - points[a, 2]
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for corner in (a, b, c):
            out[corner, 0] += nx
            out[corner, 1] += ny
            out[corner, 2] += nz
    for i in range(out.shape[0]):
        length = np.sqrt(out[i, 0] ** 2 + out[i, 1] ** 2 + out[i, 2] ** 2) + 1e-12
        out[i] /= length
    return out


@njit(cache=True)
def draw(image, depth, screen, uv, shade, triangles, two_sided, texture):  # type: ignore[no-untyped-def]  # see above
    """Draws textured, Gouraud-lit triangles into `image (h, w, 3) float32`, nearest first by `depth (h, w)`.

    `screen (n, 3)` is x, y in pixels and the distance; `uv (n, 2)` texel coordinates; `shade (n, 4)` a factor
    per colour and a highlight that is added; `texture (th, tw, 3) float32`.
    """
    height, width = depth.shape
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        if screen[a, 2] < NEAREST or screen[b, 2] < NEAREST or screen[c, 2] < NEAREST:
            continue
        ax, ay, bx, by, cx, cy = (
            screen[a, 0],
            screen[a, 1],
            screen[b, 0],
            screen[b, 1],
            screen[c, 0],
            screen[c, 1],
        )
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if area == 0.0 or (area > 0.0 and not two_sided[t]):
            continue
        left, right = max(0, int(np.ceil(min(ax, bx, cx)))), min(width - 1, int(np.floor(max(ax, bx, cx))))
        top, bottom = max(0, int(np.ceil(min(ay, by, cy)))), min(height - 1, int(np.floor(max(ay, by, cy))))
        for y in range(top, bottom + 1):
            for x in range(left, right + 1):
                wa = ((bx - x) * (cy - y) - (cx - x) * (by - y)) / area
                wb = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) / area
                wc = 1.0 - wa - wb
                if wa < 0.0 or wb < 0.0 or wc < 0.0:
                    continue
                z = wa * screen[a, 2] + wb * screen[b, 2] + wc * screen[c, 2]
                if z >= depth[y, x]:
                    continue
                depth[y, x] = z
                u = int(wa * uv[a, 0] + wb * uv[b, 0] + wc * uv[c, 0])
                v = int(wa * uv[a, 1] + wb * uv[b, 1] + wc * uv[c, 1])
                shine = wa * shade[a, 3] + wb * shade[b, 3] + wc * shade[c, 3]
                for k in range(3):
                    light = wa * shade[a, k] + wb * shade[b, k] + wc * shade[c, k]
                    image[y, x, k] = texture[v, u, k] * light + shine
