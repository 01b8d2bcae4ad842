import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadMujoco } from "./index.js";
import { readModel } from "./read-model.node.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "models-"));
  mkdirSync(join(folder, "meshes"));
  writeFileSync(
    join(folder, "meshes", "rock.obj"),
    "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n",
  );
  writeFileSync(join(folder, "time.xml"), '<mujoco><option timestep="0.004"/></mujoco>');
  writeFileSync(
    join(folder, "rock.xml"),
    `<mujoco><compiler meshdir="meshes"/><include file="time.xml"/><!-- <mesh file="gone.obj"/> -->
       <asset><mesh name="rock" file="rock.obj"/></asset>
       <worldbody><body><freejoint/><geom type="mesh" mesh="rock"/></body></worldbody></mujoco>`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

it("a model on disk is read with everything that it names", async () => {
  const { xml, files } = readModel(join(folder, "rock.xml"));
  expect(Object.keys(files).sort()).toEqual(["rock.obj", "time.xml"]);
  const model = (await loadMujoco()).compile(xml, { files });
  expect(model.sizes.nmesh).toBe(1);
  expect(model.timestep).toBe(0.004);
  model.dispose();
});

it("a file that is missing is named", () => {
  rmSync(join(folder, "meshes", "rock.obj"));
  const refusal = expect.objectContaining({
    name: "UsageError",
    code: "missing-model-file",
    message: expect.stringMatching(/rock\.xml names .*rock\.obj, which cannot be read/),
  });
  expect(() => readModel(join(folder, "rock.xml"))).toThrow(refusal);
  expect(() => readModel(join(folder, "nothing.xml"))).toThrow(/nothing\.xml cannot be read/);
});
