import { beforeAll, describe, expect, it } from "vitest";
import type { ProximalError } from "../errors.js";
import { loadMujoco, type Mujoco, type MujocoModel } from "./index.js";

let mujoco: Mujoco;
beforeAll(async () => {
  mujoco = await loadMujoco();
});

/** A box that slides and turns above a floor, pushed by a motor, with a touch sensor and a keyframe. */
const boxXml = `<mujoco>
  <worldbody>
    <geom name="floor" type="plane" size="0 0 1"/>
    <body name="crate" pos="0 0 1">
      <joint name="lift" type="slide" axis="0 0 1"/>
      <joint name="spin" axis="0 0 1" damping="0.1"/>
      <geom name="hull" type="box" size=".1 .1 .1" mass="2"/>
      <site name="center" type="box" size=".11 .11 .11"/>
    </body>
  </worldbody>
  <actuator><motor name="twist" joint="spin" gear="1"/></actuator>
  <sensor><touch name="ground" site="center"/><jointpos name="turn" joint="spin"/></sensor>
  <keyframe><key name="high" qpos="2 0"/></keyframe>
</mujoco>`;

const small = { arenaBytes: 65_536 };

function failure(body: () => unknown): ProximalError {
  try {
    body();
  } catch (error) {
    return error as ProximalError;
  }
  throw new Error("nothing was thrown");
}

describe("a model", () => {
  it("tells its sizes and finds things by name", () => {
    const model = mujoco.compile(boxXml, small);
    expect(model.sizes).toMatchObject({ nq: 2, nv: 2, nu: 1, nbody: 2, ngeom: 2, nsensordata: 2 });
    expect(model.joint("spin")).toEqual({ id: 1, position: 1, velocity: 1 });
    expect(model.sensor("turn")).toEqual({ id: 1, address: 1, dimension: 1 });
    expect(model.id("body", "crate")).toBe(1);
    expect(model.names.of("geom")).toEqual(["floor", "hull"]);
    expect(model.body_mass[1]).toBe(2);
    model.dispose();
  });

  it("names the nearest thing for a name that it does not have, also where things have no names", () => {
    const model = mujoco.compile(boxXml, small);
    expect(failure(() => model.joint("spinn"))).toMatchObject({
      code: "unknown-name",
      message: 'The model has no joint "spinn".',
      fix: 'Did you mean "spin"? There are: lift, spin.',
    });
    expect(failure(() => model.id("camera", "")).fix).toBe("None of its 0 has a name: give it one in the XML.");
    model.dispose();
  });

  it("tells MuJoCo's message and the line of what it cannot compile", () => {
    const error = failure(() =>
      mujoco.compile('<mujoco>\n  <worldbody>\n    <geom typ="box"/>\n  </worldbody>\n</mujoco>'),
    );
    expect(error).toMatchObject({
      name: "UsageError",
      code: "invalid-model",
      message:
        "MuJoCo cannot compile the model: Schema violation: unrecognized attribute: 'typ'; Element 'geom', line 3.",
      fix: 'Correct line 3 of the XML: <geom typ="box"/>',
    });
    expect(failure(() => mujoco.compile("<mujoco><worldbody")).code).toBe("invalid-model");
    expect(
      failure(() => mujoco.compile('<mujoco><asset><mesh name="a" file="a.obj"/></asset></mujoco>')).fix,
    ).toContain('{ "a.obj": bytes }');
  });

  it("refuses what is not a number, what memory cannot hold, and tells where an included file is wrong", () => {
    const world = (inner: string) => `<mujoco>\n<worldbody>\n${inner}</worldbody></mujoco>`;
    expect(failure(() => mujoco.compile(world('<body pos="nan 0 0"><geom size="1"/></body>')))).toMatchObject({
      code: "invalid-model",
      message: 'The model\'s body_pos[3] is not a number: line 3 of the XML says "nan".',
    });
    const vast = '<mujoco><asset><hfield name="vast" nrow="60000" ncol="60000" size="1 1 1 1"/></asset></mujoco>';
    expect(failure(() => mujoco.compile(vast)).message).toContain("it asks for more memory than there is");
    const broken = failure(() =>
      mujoco.compile('<mujoco>\n<!-- parts -->\n<include file="parts.xml"/>\n</mujoco>', {
        files: { "parts.xml": "<mujoco><geom" },
      }),
    );
    expect(broken.fix).toBe('Correct line 3 of the XML: <include file="parts.xml"/>');
  });

  it("takes meshes and included XML from the files given", () => {
    const tetrahedron = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n";
    const model = mujoco.compile(
      `<mujoco><include file="parts/options.xml"/><asset><mesh name="rock" file="rock.obj"/></asset>
         <worldbody><body><freejoint/><geom type="mesh" mesh="rock" density="6"/></body></worldbody></mujoco>`,
      {
        ...small,
        files: {
          "rock.obj": new TextEncoder().encode(tetrahedron),
          "parts/options.xml": '<mujoco><option timestep="0.003"/></mujoco>',
        },
      },
    );
    expect(model.timestep).toBe(0.003);
    // a sixth of a cubic meter, 6 kg per cubic meter
    expect(model.body_mass[1]).toBeCloseTo(1, 6);
    model.dispose();
  });

  it("is changed at run time: by its arrays, its time step, and refresh() for what follows from them", () => {
    const model = mujoco.compile(boxXml, small);
    const copy = model.copy();
    copy.body_mass[1] = 8;
    copy.refresh();
    expect(copy.body_subtreemass[0]).toBe(8);
    expect(model.body_subtreemass[0]).toBe(2);
    copy.timestep = 0.01;
    const data = copy.createData();
    data.step(3);
    expect(data.time).toBeCloseTo(0.03, 12);
    expect(failure(() => (copy.timestep = 0)).code).toBe("invalid-timestep");
    copy.dispose();
    model.dispose();
  });
});

describe("data", () => {
  it("falls by the laws of physics", () => {
    const model = mujoco.compile(boxXml, small);
    const data = model.createData();
    data.step(100);
    // semi-implicit Euler: v = g n dt, z = g dt² n (n + 1) / 2
    expect(data.qvel[0]).toBeCloseTo(-9.81 * 0.2, 10);
    expect(data.qpos[0]).toBeCloseTo((-9.81 * 0.002 ** 2 * 100 * 101) / 2, 10);
    model.dispose();
  });

  it("tells contacts by sensors", () => {
    const model = mujoco.compile(boxXml, small);
    const data = model.createData();
    expect(data.sensor("ground")[0]).toBe(0);
    data.step(1500);
    expect(data.contactCount).toBe(4);
    // at rest the floor carries the weight
    expect(data.sensor("ground")[0]).toBeCloseTo(2 * 9.81, 1);
    expect(data.arenaBytesUsed).toBeGreaterThan(0);
    model.dispose();
  });

  it("keeps the simulations of one model apart", () => {
    const model = mujoco.compile(boxXml, small);
    const [left, right] = [model.createData(), model.createData()];
    left.ctrl[0] = 1;
    left.step(10);
    right.step(10);
    expect(left.qpos[1]).toBeGreaterThan(0);
    expect(right.qpos[1]).toBe(0);
    expect(left.qpos[0]).toBe(right.qpos[0]);
    model.dispose();
  });

  it("offers its arrays anew when memory has grown", () => {
    const model = mujoco.compile(boxXml, small);
    const data = model.createData();
    data.qpos[1] = 0.25;
    const before = data.qpos;
    const others: MujocoModel[] = [];
    while (before.length > 0) {
      const other = mujoco.compile(boxXml);
      other.createData();
      others.push(other);
    }
    expect(data.qpos[1]).toBe(0.25);
    data.step();
    expect(data.qpos).toHaveLength(2);
    expect(model.heightField).toBeDefined();
    for (const other of others) other.dispose();
    model.dispose();
  });

  it("restores a state exactly, the solver's warm start included", () => {
    const model = mujoco.compile(boxXml, small);
    const data = model.createData();
    data.ctrl[0] = 0.3;
    data.step(250);
    const state = data.getState();
    expect(state.some((value) => value !== 0)).toBe(true);
    data.step(100);
    const expected = [...data.qpos, ...data.qvel, data.time];
    const other = model.createData();
    other.setState(state);
    other.step(100);
    expect([...other.qpos, ...other.qvel, other.time]).toEqual(expected);
    expect(failure(() => other.setState([1, 2]))).toMatchObject({ code: "wrong-length" });
    model.dispose();
  });

  it("starts from keyframes and returns to the start", () => {
    const model = mujoco.compile(boxXml, small);
    const data = model.createData();
    data.resetToKeyframe("high");
    expect([...data.qpos]).toEqual([2, 0]);
    expect(failure(() => data.resetToKeyframe("hihg")).fix).toContain('"high"');
    data.reset();
    expect([...data.qpos]).toEqual([0, 0]);
    model.dispose();
  });

  it.each([
    ["qpos", Number.NaN],
    ["qvel", 1e11],
    ["ctrl", Number.POSITIVE_INFINITY],
  ] as const)("says where MuJoCo would silently start over: a bad %s", (array, value) => {
    const model = mujoco.compile(boxXml, small);
    const data = model.createData();
    data.step(5);
    data[array][0] = value;
    const error = failure(() => data.step(4));
    expect(error).toMatchObject({ name: "RunError", code: "unstable-simulation" });
    expect(error.message).toContain("The simulation became unstable: ");
    // it can go on from its start
    expect(data.time).toBe(0);
    data.step();
    model.dispose();
  });

  it("goes on after hundreds of steps that ran out of memory", () => {
    const boxes = Array.from(
      { length: 12 },
      (_, i) => `<body pos="${i} 0 .09"><freejoint/><geom type="box" size=".1 .1 .1"/></body>`,
    );
    const xml = `<mujoco><worldbody><geom type="plane" size="0 0 1"/>${boxes.join("")}</worldbody></mujoco>`;
    const model = mujoco.compile(xml, { arenaBytes: 4096 });
    const data = model.createData();
    const codes = Array.from({ length: 300 }, () => failure(() => data.step()).code);
    expect(new Set(codes)).toEqual(new Set(["out-of-simulation-memory"]));
    model.dispose();
    const roomy = mujoco.compile(xml, { arenaBytes: 2 ** 20 });
    roomy.createData().step(10);
    roomy.dispose();
  });

  it("cannot be used after it, or its model, was disposed of", () => {
    const model = mujoco.compile(boxXml, small);
    const [first, second] = [model.createData(), model.createData()];
    first.dispose();
    first.dispose();
    expect(failure(() => first.step())).toMatchObject({ code: "disposed" });
    expect(failure(() => first.qpos).message).toBe("This data was disposed of and is used again.");
    second.step();
    model.dispose();
    expect(second.disposed).toBe(true);
    for (const use of [() => second.time, () => model.createData(), () => model.body_mass, () => model.timestep]) {
      expect(failure(use).code).toBe("disposed");
    }
  });
});

describe("rays", () => {
  it("tell distances and geoms without touching other memory", () => {
    const model = mujoco.compile(boxXml, small);
    const data = model.createData();
    data.forward();
    const before = data.getState();
    const distances = new Float64Array(3);
    const geoms = new Int32Array(3);
    data.castRays([0, 0, 3], [0, 0, -1, 0, 0, 1, 1, 0, -1], distances, { geoms });
    // the crate's top is at 1.1 m; the last ray meets the floor 3 m away along x
    expect([...distances].map((value) => Number(value.toFixed(6)))).toEqual([1.9, -1, 3]);
    expect([...geoms]).toEqual([1, -1, 0]);
    data.castRays([0, 0, 3], [0, 0, -1], distances.subarray(0, 1), { excludedBody: 1 });
    expect(distances[0]).toBeCloseTo(3, 6);
    expect(data.getState()).toEqual(before);
    expect(failure(() => data.castRays([0, 0, 3], [0, 0], distances))).toMatchObject({ code: "wrong-length" });
    model.dispose();
  });
});

describe("a height field", () => {
  const terrainXml = `<mujoco><asset><hfield name="hills" nrow="5" ncol="9" size="4 2 1.5 0.1"/></asset>
    <worldbody><geom name="ground" type="hfield" hfield="hills"/>
      <body name="ball" pos="0 0 2"><freejoint/><geom type="sphere" size="0.1"/></body></worldbody></mujoco>`;

  it("is changed while the simulation runs, for collisions as well", () => {
    const model = mujoco.compile(terrainXml, { arenaBytes: 2 ** 18 });
    const data = model.createData();
    data.step(1000);
    expect(data.qpos[2]).toBeCloseTo(0.1, 2);
    model.heightField("hills").setElevations(new Float64Array(45).fill(1));
    data.reset();
    data.step(1000);
    expect(data.qpos[2]).toBeCloseTo(1.1, 2);
    model.dispose();
  });

  it("has the surface that rays meet, everywhere", () => {
    const model = mujoco.compile(terrainXml, small);
    const data = model.createData();
    const hills = model.heightField("hills");
    hills.setElevations(Float64Array.from({ length: 45 }, (_, i) => ((i * 7919) % 150) / 100));
    expect(hills.elevation(1, 2)).toBeCloseTo(((11 * 7919) % 150) / 100, 6);
    data.forward();
    const distance = new Float64Array(1);
    for (let i = 0; i < 200; i++) {
      const x = -3.99 + ((i * 0.377) % 7.98);
      const y = -1.99 + ((i * 0.619) % 3.98);
      data.castRays([x, y, 5], [0, 0, -1], distance, { excludedBody: 1 });
      expect(hills.elevationAt(x, y)).toBeCloseTo(5 - distance[0]!, 5);
    }
    model.dispose();
  });

  it("refuses elevations beyond its range, which collisions would ignore, and points that it does not have", () => {
    const model = mujoco.compile(terrainXml, small);
    const hills = model.heightField("hills");
    expect(failure(() => hills.setElevation(2, 3, 1.6))).toMatchObject({
      code: "invalid-elevation",
      message: 'The elevation 1.6 in row 2, column 3 of height field "hills" is not from 0 to 1.5.',
    });
    expect(failure(() => hills.setElevations(new Float32Array(45).fill(-0.1))).message).toContain("row 0, column 0");
    expect(failure(() => hills.setElevations(new Float32Array(44)))).toMatchObject({ code: "wrong-length" });
    expect(failure(() => hills.setElevation(5, 0, 1)).code).toBe("outside-height-field");
    hills.setElevation(2, 3, 1.5);
    expect(hills.elevation(2, 3)).toBe(1.5);
    model.dispose();
  });
});
