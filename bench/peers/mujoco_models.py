"""Compares our MuJoCo models with Gymnasium's, number by number, after compiling.

npx tsx bench/ours/mujoco-models.ts | bench/peers/.venv/bin/python bench/peers/mujoco_models.py

Reads {environment id: XML} and prints one line per environment. Names, colors, textures, cameras, lights and (empty) keyframes are left out:
they move nothing. Ends with 1 if any figure differs by more than 1e-12 of its size.
"""

import json
import os
import sys

import gymnasium
import mujoco
import numpy

ASSETS = os.path.join(os.path.dirname(gymnasium.__file__), "envs", "mujoco", "assets")
FILES = {
    "HalfCheetah-v5": "half_cheetah.xml",
    "Hopper-v5": "hopper.xml",
    "Walker2d-v5": "walker2d_v5.xml",
    "Ant-v5": "ant.xml",
    "Humanoid-v5": "humanoid.xml",
    "HumanoidStandup-v5": "humanoidstandup.xml",
    "Swimmer-v5": "swimmer.xml",
    "Reacher-v5": "reacher.xml",
    "InvertedPendulum-v5": "inverted_pendulum.xml",
    "InvertedDoublePendulum-v5": "inverted_double_pendulum.xml",
    "Pusher-v5": "pusher_v5.xml",
}
UNSEEN = ("name", "key_", "text", "tex_", "mat_", "cam_", "light_", "skin_", "vis", "stat", "bvh_", "signature", "paths", "numeric")
UNSEEN_ENDS = ("rgba", "matid", "_user", "group", "bvhadr", "bvhnum")
SIZES = ("nq", "nv", "nu", "na", "nbody", "njnt", "ngeom", "nsite", "ntendon", "nsensor", "nM", "nB", "nC", "nD")


def figures(model):
    """Everything that moves something, by name."""
    found = {name: getattr(model, name) for name in SIZES}
    for name in dir(model):
        if name.startswith(("_",) + UNSEEN) or name.endswith(UNSEEN_ENDS):
            continue
        value = getattr(model, name)
        if isinstance(value, numpy.ndarray):
            found[name] = value
    for name in dir(model.opt):
        value = getattr(model.opt, name) if not name.startswith("_") else None
        if name == "disableflags":
            # ours have one tree of bodies each, or look for islands as well
            value &= ~int(mujoco.mjtDisableBit.mjDSBL_ISLAND)
        if isinstance(value, (int, float, numpy.ndarray)):
            found["opt." + name] = value
    return found


def difference(ours, theirs):
    ours, theirs = numpy.asarray(ours, float), numpy.asarray(theirs, float)
    if ours.shape != theirs.shape:
        return numpy.inf
    if ours.size == 0:
        return 0.0
    return float(numpy.max(numpy.abs(ours - theirs) / numpy.maximum(1, numpy.abs(theirs))))


failed = False
for environment, xml in json.load(sys.stdin).items():
    ours = figures(mujoco.MjModel.from_xml_string(xml))
    theirs = figures(mujoco.MjModel.from_xml_path(os.path.join(ASSETS, FILES[environment])))
    differences = {name: difference(ours[name], theirs[name]) for name in theirs}
    wrong = sorted(name for name, value in differences.items() if value > 1e-12)
    worst = max(value for value in differences.values())
    failed = failed or bool(wrong)
    print(f"{environment}: {len(differences)} figures and arrays, greatest difference {worst:.1e}" + "".join(
        f"\n  {name}: ours {numpy.asarray(ours[name]).ravel().tolist()[:40]}\n     theirs {numpy.asarray(theirs[name]).ravel().tolist()[:40]}" for name in wrong))
sys.exit(1 if failed else 0)
