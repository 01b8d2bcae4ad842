import { type LoadedEnvironment, mujocoModelXml } from "proximal/environments";
import { loadMujoco } from "proximal/mujoco";
import { SHAPE_NUMBERS } from "../../../ui/drawings/figure.js";
import { mujocoIds } from "../tasks.js";

/** What a MuJoCo task looks like. */
export interface Figure {
  /** The task, told of every state that it is in. */
  readonly environment: LoadedEnvironment;
  /** Its shapes as they lie now, as `drawings/figure.ts` reads them. */
  shapes(): Float32Array<ArrayBuffer>;
}

/** Undefined for what is no MuJoCo task. */
export async function figureOf(environment: LoadedEnvironment): Promise<Figure | undefined> {
  const task = mujocoIds.find((id) => id === environment.id);
  if (task === undefined || environment.dynamics === undefined) return undefined;
  const { dynamics } = environment;
  const model = (await loadMujoco()).compile(mujocoModelXml(task));
  const data = model.createData();
  const { nq, ngeom } = model.sizes;
  return {
    environment: {
      ...environment,
      dynamics: {
        ...dynamics,
        // A state begins with positions, and the last that is observed is the present one.
        observe(state, offset, observations, observationOffset) {
          for (let i = 0; i < nq; i++) data.qpos[i] = state[offset + i] as number;
          dynamics.observe(state, offset, observations, observationOffset);
        },
      },
    },
    shapes() {
      data.forward();
      const { geom_type, geom_size } = model;
      const { geom_xpos, geom_xmat } = data;
      const numbers = new Float32Array(ngeom * SHAPE_NUMBERS);
      for (let i = 0; i < ngeom; i++) {
        const shape = i * SHAPE_NUMBERS;
        numbers[shape] = geom_type[i] as number;
        numbers.set(geom_size.subarray(3 * i, 3 * i + 3), shape + 1);
        numbers.set(geom_xpos.subarray(3 * i, 3 * i + 3), shape + 4);
        numbers.set(geom_xmat.subarray(9 * i, 9 * i + 9), shape + 7);
      }
      return numbers;
    },
  };
}
