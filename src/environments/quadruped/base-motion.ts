import type { MujocoData } from "../../mujoco/index.js";
import type { Ground } from "./ground.js";
import type { Motion } from "./motion.js";

/**
 * Reads velocities and gravity in the base's frame, its height, and the joints' angles. `height`: of the base in standing,
 * meters; `standing`: the joints' angles there.
 */
export function createBaseReader(
  data: MujocoData,
  ground: Ground,
  motion: Motion,
  height: number,
  standing: Float64Array,
) {
  return (): void => {
    const { qpos, qvel } = data;
    const [w, x, y, z] = [qpos[3]!, qpos[4]!, qpos[5]!, qpos[6]!];
    const { linearVelocity, angularVelocity, gravity, jointOffsets } = motion;
    // rows of the rotation's transpose
    const [a, b, c] = [qvel[0]!, qvel[1]!, qvel[2]!];
    linearVelocity[0] = (1 - 2 * (y * y + z * z)) * a + 2 * (x * y + w * z) * b + 2 * (x * z - w * y) * c;
    linearVelocity[1] = 2 * (x * y - w * z) * a + (1 - 2 * (x * x + z * z)) * b + 2 * (y * z + w * x) * c;
    linearVelocity[2] = 2 * (x * z + w * y) * a + 2 * (y * z - w * x) * b + (1 - 2 * (x * x + y * y)) * c;
    gravity[0] = -2 * (x * z - w * y);
    gravity[1] = -2 * (y * z + w * x);
    gravity[2] = -(1 - 2 * (x * x + y * y));
    for (let i = 0; i < 3; i++) angularVelocity[i] = qvel[3 + i]!;
    motion.relativeHeight = (qpos[2]! - ground.elevationAt(qpos[0]!, qpos[1]!)) / height;
    for (let i = 0; i < jointOffsets.length; i++) jointOffsets[i] = qpos[7 + i]! - standing[i]!;
  };
}
