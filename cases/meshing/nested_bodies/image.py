#!/usr/bin/env python3
"""Write nested.nrrd: 256^3 voxels of 1 mm with three nested ellipsoids, labels 1 to 3."""
import math

N = 256
BODIES = [((0, 0, 0), (115, 100, 105)), ((10, -5, 0), (80, 60, 70)), ((25, 0, 8), (35, 30, 28))]  # centre, half axes

voxels = bytearray(N**3)
middle = (N - 1) / 2
for k in range(N):
    for j in range(N):
        row = (k * N + j) * N
        for label, (centre, axes) in enumerate(BODIES, start=1):
            rest = 1 - ((j - middle - centre[1]) / axes[1]) ** 2 - ((k - middle - centre[2]) / axes[2]) ** 2
            if rest <= 0:
                continue
            half = axes[0] * math.sqrt(rest)
            first, last = math.ceil(middle + centre[0] - half), math.floor(middle + centre[0] + half)
            voxels[row + first : row + last + 1] = bytes([label]) * (last - first + 1)

with open("nested.nrrd", "wb") as file:
    file.write(b"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 256 256 256\nspace: right-anterior-superior\n")
    file.write(b"space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\n\n")
    file.write(bytes(voxels))
