import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { StageDescription } from "../../../src/dashboard/index.js";
import { tickLabel } from "../../../ui/frame.js";

type Commands = NonNullable<StageDescription["commands"]>;

export interface CommandState {
  readonly commands: Commands;
  /** Undefined while the environment draws them. */
  readonly read: () => readonly number[] | undefined;
  readonly steering: boolean;
  readonly steer: (on: boolean) => void;
  readonly values: readonly number[];
  readonly set: (values: readonly number[]) => void;
}

/** Which command a key pushes, and where to. */
const keys: Readonly<Record<string, readonly [command: string, sign: 1 | -1]>> = {
  KeyW: ["forward", 1],
  KeyS: ["forward", -1],
  KeyA: ["lateral", 1],
  KeyD: ["lateral", -1],
  KeyQ: ["yaw", 1],
  KeyE: ["yaw", -1],
};

/** Axes of a gamepad in the standard layout: sticks that are pushed up or left are negative. */
const axes: Readonly<Record<string, number>> = { forward: 1, lateral: 0, yaw: 2 };
const DEAD_ZONE = 0.12;

/** Commands by sliders, keyboard (WASD and QE) and gamepad. */
export function useCommands(commands: Commands = []): CommandState {
  const [steering, setSteering] = useState(false);
  const [values, setValues] = useState<readonly number[]>([]);
  const pressed = useRef(new Set<string>());
  // before the next paint: a key pressed right after the box was checked counts
  useLayoutEffect(() => {
    if (commands.length === 0 || !steering) return;
    const typing = (target: EventTarget | null) =>
      target instanceof Element && target.matches("input:not([type=checkbox], [type=range]), select, textarea");
    const down = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || !(event.code in keys)) return;
      event.preventDefault();
      pressed.current.add(event.code);
    };
    const up = (event: KeyboardEvent) => pressed.current.delete(event.code);
    const release = () => pressed.current.clear();
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", release);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", release);
      release();
    };
  }, [commands.length, steering]);
  const read = () => {
    if (!steering || commands.length === 0) return undefined;
    return commands.map(({ name, low, high }, i) => {
      let push = 0;
      for (const code of pressed.current) if (keys[code]?.[0] === name) push += keys[code][1];
      if (push === 0) push = stick(axes[name]);
      if (push === 0) return values[i] ?? 0;
      return push > 0 ? push * high : -push * low;
    });
  };
  return { commands, read, steering, steer: setSteering, values, set: setValues };
}

/** −1 to 1, positive up and left. */
function stick(axis: number | undefined): number {
  if (axis === undefined) return 0;
  for (const pad of navigator.getGamepads?.() ?? []) {
    const value = pad?.axes[axis] ?? 0;
    if (Math.abs(value) > DEAD_ZONE) return -value;
  }
  return 0;
}

interface CommanderProps {
  readonly commands: CommandState;
  /** What the agent follows now. */
  readonly told: readonly number[] | undefined;
}

/** Tells a robot where to go. */
export function Commander({ commands: { commands, steering, steer, values, set }, told }: CommanderProps) {
  if (commands.length === 0) return null;
  return (
    <fieldset class="commander">
      <legend>Commands</legend>
      <label class="inline">
        <input id="steer" type="checkbox" checked={steering} onChange={(e) => steer(e.currentTarget.checked)} /> steer
        it yourself: keys W A S D and Q E, a gamepad, or the sliders
      </label>
      {commands.map(({ name, low, high }, i) => (
        <label class="command" key={name}>
          <span>
            {name}, {tickLabel(low)} to {tickLabel(high)}
          </span>
          <input
            type="range"
            min={low}
            max={high}
            step="any"
            value={values[i] ?? 0}
            disabled={!steering || low === high}
            onInput={(e) =>
              set(
                commands.map((_, other) =>
                  other === i ? inSteps(Number(e.currentTarget.value), low, high) : (values[other] ?? 0),
                ),
              )
            }
          />
          <output>{told ? tickLabel(told[i] ?? 0) : "–"}</output>
        </label>
      ))}
    </fieldset>
  );
}

/** Steps are counted from 0, so that one of them is to stand still; a slider's own begin at `low`. */
function inSteps(value: number, low: number, high: number): number {
  const step = (high - low) / 100;
  return Math.min(high, Math.max(low, Math.round(value / step) * step));
}
