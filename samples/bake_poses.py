"""Finds the arm poses of `samples/poses.json` by inverse kinematics; committed, needs not be run again.

    python samples/bake_poses.py

Every pose says where the right hand's fingertips shall be, where the fingers point and where the palm looks.
The left hand's pose is the mirror image.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from secondtake.synthetic.person.person import Person, person

HERE = Path(__file__).parent
ARM = ("upperarm01.R", "lowerarm01.R", "wrist.R")
TRIES = 8
RIM = 0.06  # dm between fingertip bone and skin when they touch


@dataclass(frozen=True)
class Goal:
    """Where a hand shall be.

    `tips` is the place of the index and middle fingertips from the eyes' middle, in eye distances; on the
    face the skin nearest to it is taken. `fingers` and `palm` are directions, `curl_deg` bends the joints.
    """

    tips: tuple[float, float, float]
    fingers: tuple[float, float, float]
    palm: tuple[float, float, float]
    curl_deg: float
    on_face: bool = True
    pointing: bool = False  # the index finger stays straight, the others are closed


GOALS = {
    "chin": Goal((-0.25, -2.05, 0.3), (0.55, 0.75, -0.35), (0.3, 0.1, -0.95), 28),
    "cheek": Goal((-1.05, -0.75, -0.2), (0.15, 0.95, -0.25), (0.75, 0.0, -0.65), 14),
    "nose": Goal((-0.12, -0.80, 0.9), (0.55, 0.75, -0.35), (0.2, 0.2, -0.95), 40, pointing=True),
    "mouth": Goal((-0.20, -1.50, 0.6), (0.60, 0.75, -0.3), (0.2, 0.1, -0.95), 32),
    "forehead": Goal((-0.75, 0.85, 0.1), (0.35, 0.9, -0.2), (0.5, -0.1, -0.85), 18),
    "ear": Goal((-1.45, -0.25, -1.3), (0.1, 0.95, -0.35), (0.9, 0.0, -0.4), 16),
    "bridge": Goal((-0.05, -0.05, 0.8), (0.55, 0.75, -0.35), (0.2, 0.2, -0.95), 40, pointing=True),
    "cup": Goal((0.35, -1.35, 2.5), (0.95, 0.25, 0.0), (0.0, -0.45, -0.9), 24, on_face=False),
    "beside": Goal((-3.9, 0.4, 0.9), (0.1, 0.98, -0.1), (0.3, 0.0, 0.95), 10, on_face=False),
    "open": Goal((-2.3, -2.1, 2.2), (-0.05, 0.9, 0.4), (0.35, 0.15, 0.9), 16, on_face=False),
    "folded": Goal((-0.15, -2.75, 2.6), (0.85, 0.5, 0.1), (0.1, 0.2, -0.95), 22, on_face=False),
}


class Hand:
    """Right arm of one person: where its parts are for given turns."""

    def __init__(self, who: Person) -> None:
        self.who = who
        self.wrist, self.index, self.small = (who.joint(b) for b in ("wrist.R", "finger2-1.R", "finger5-1.R"))
        palm = np.cross(self.index - self.wrist, self.small - self.wrist)
        inward = np.array([1.0, -1.0, 0.0])  # arms hang with the palms to the body
        self.palm = palm / np.linalg.norm(palm) * np.sign(palm @ inward)

    def fingers(self, goal: Goal) -> dict[str, tuple[float, float, float]]:
        """Turn that bend every finger joint towards the palm."""
        turns = {}
        for finger in range(2, 6):
            along = self.who.joint(f"finger{finger}-3.R") - self.who.joint(f"finger{finger}-1.R")
            axis = np.cross(along, self.palm)
            axis /= np.linalg.norm(axis)
            bend = 6.0 if goal.pointing and finger == 2 else goal.curl_deg * (1.6 if goal.pointing else 1)
            for bone in range(1, 4):
                turns[f"finger{finger}-{bone}.R"] = tuple(round(float(v), 2) for v in axis * bend)
        return turns

    def at(self, angles: np.ndarray, fingers: dict, pointing: bool) -> dict[str, np.ndarray]:
        """Places of tips and elbow, directions of fingers and palm, for nine arm angles."""
        turns = dict(zip(ARM, (tuple(a) for a in angles.reshape(3, 3)), strict=True)) | fingers
        chain = self.who.matrices(turns)

        def point(bone: str, place: np.ndarray) -> np.ndarray:
            return (chain[self.who.bones.index(bone)] @ np.append(place, 1))[:3]

        tails = self.who.tails
        tips = [point(b, tails[self.who.bones.index(b)]) for b in ("finger2-3.R", "finger3-3.R")]
        wrist = point("wrist.R", self.wrist)
        knuckles = (point("wrist.R", self.index) + point("wrist.R", self.small)) / 2
        palm = chain[self.who.bones.index("wrist.R")][:3, :3] @ self.palm
        return {
            "tips": tips[0] if pointing else (tips[0] + tips[1]) / 2,
            "elbow": point("lowerarm01.R", self.who.joint("lowerarm01.R")),
            "fingers": (knuckles - wrist) / np.linalg.norm(knuckles - wrist),
            "palm": palm,
        }


def solve(who: Person, goal: Goal) -> dict[str, tuple[float, float, float]]:
    """Turn of the right arm and fingers that come nearest to the goal."""
    hand = Hand(who)
    fingers = hand.fingers(goal)
    target = who.eyes_middle + np.array(goal.tips) * who.eye_distance
    if goal.on_face:
        points = who.mesh.points[: who.first_eye_point]
        nearest = points[np.argmin(np.linalg.norm(points - target, axis=1))]
        outward = np.array([goal.tips[0] * 0.5, 0.0, 1.0])
        target = nearest + RIM * outward / np.linalg.norm(outward)
    along, palm = (np.array(v) / np.linalg.norm(v) for v in (goal.fingers, goal.palm))
    elbow = who.joint("upperarm01.R") + np.array([-0.9, -2.3, 0.8])

    def cost(angles: np.ndarray) -> float:
        now = hand.at(angles, fingers, goal.pointing)
        return float(
            40 * np.sum((now["tips"] - target) ** 2)
            + 3 * (1 - now["fingers"] @ along)
            + 3 * (1 - now["palm"] @ palm)
            + 0.15 * np.sum((now["elbow"] - elbow) ** 2)
            + 1.5e-4 * np.sum(angles[6:] ** 2)
            + 2e-5 * np.sum(angles[:6] ** 2)
        )

    rng = np.random.default_rng(1)
    bounds = [(-130, 130)] * 6 + [(-65, 65)] * 3
    results = [minimize(cost, rng.normal(0, 35, 9), method="L-BFGS-B", bounds=bounds) for _ in range(TRIES)]
    best = min(results, key=lambda r: r.fun)
    missed = np.linalg.norm(hand.at(best.x, fingers, goal.pointing)["tips"] - target)
    print(f"{who.sex:7s}{best.fun:8.3f}  fingertips {missed:.3f} dm from their goal")
    arm = {
        bone: tuple(round(float(v), 2) for v in turn)
        for bone, turn in zip(ARM, best.x.reshape(3, 3), strict=True)
    }
    return arm | fingers


def main() -> None:
    """Solves every goal that `poses.json` lacks, for both bodies; the others stay, so that renders do."""
    poses = json.loads((HERE / "poses.json").read_text())
    for sex in ("female", "male"):
        poses[sex] |= {n: solve(person(sex), goal) for n, goal in GOALS.items() if n not in poses[sex]}
    (HERE / "poses.json").write_text(json.dumps(poses, indent=None, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
