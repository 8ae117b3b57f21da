"""Leave out the part of a TensorFlow Lite model that computes an output nobody reads.

The format is a FlatBuffer (`schema.fbs` of TensorFlow Lite): tables of fields, found through offsets. A list
of operators is shortened in place, so all else stays where it is, and the other outputs stay the same.
"""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

SUBGRAPHS = 2  # field of a model
GRAPH_OUTPUTS, OPERATORS = 2, 3  # fields of a subgraph
INPUTS, OUTPUTS = 1, 2  # fields of an operator


def without_output(bundle: bytes, model: str, output: int, *, instead: int) -> bytes:
    """Return a task's bundle whose model does not compute one of its outputs.

    Args:
        bundle: a zip file of uncompressed models, as MediaPipe reads it. It does not check their checksums.
        model: the file's name in it.
        output: number of the output that is not read.
        instead: number of the output that takes its place, as MediaPipe expects as many as before.
    """
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        info = archive.getinfo(model)
    # A local file header: 30 bytes, which end with the lengths of the name and of an extra field.
    start = info.header_offset + 30 + sum(struct.unpack_from("<HH", bundle, info.header_offset + 26))
    pruned = bytearray(bundle)
    _prune(memoryview(pruned)[start : start + info.file_size], output, instead)
    return bytes(pruned)


def _prune(buffer: memoryview, output: int, instead: int) -> None:
    graph = _target(buffer, _field(buffer, _target(buffer, 0), SUBGRAPHS) + 4)  # 4: past the vector's length
    outputs = _field(buffer, graph, GRAPH_OUTPUTS)
    tensors = _vector(buffer, outputs)
    struct.pack_into("<i", buffer, outputs + 4 + 4 * output, tensors[instead])
    operators = _field(buffer, graph, OPERATORS)
    needed, operators_left = set(_vector(buffer, outputs)), []
    for i in reversed(range(len(_vector(buffer, operators)))):
        operator = _target(buffer, operators + 4 + 4 * i)
        if needed.intersection(_vector(buffer, _field(buffer, operator, OUTPUTS))):
            needed.update(_vector(buffer, _field(buffer, operator, INPUTS)))
            operators_left.append(operator)
    struct.pack_into("<I", buffer, operators, len(operators_left))
    for i, operator in enumerate(reversed(operators_left)):
        place = operators + 4 + 4 * i
        struct.pack_into("<I", buffer, place, operator - place)


def _target(buffer: memoryview, place: int) -> int:
    """Return where the offset at a place leads."""
    (offset,) = struct.unpack_from("<I", buffer, place)
    return place + int(offset)


def _field(buffer: memoryview, table: int, number: int) -> int:
    """Return where a table's field, which is there, leads; its vtable lists the fields' places."""
    vtable = table - int(struct.unpack_from("<i", buffer, table)[0])
    return _target(buffer, table + int(struct.unpack_from("<H", buffer, vtable + 4 + 2 * number)[0]))


def _vector(buffer: memoryview, place: int) -> tuple[int, ...]:
    """Return a vector of whole numbers."""
    (length,) = struct.unpack_from("<I", buffer, place)
    return struct.unpack_from(f"<{length}i", buffer, place + 4)
