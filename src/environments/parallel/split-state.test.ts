import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { cartPole } from "../classic-control/index.js";
import { record, walk } from "../testing.js";
import { vectorize } from "../vectorize.js";
import { joinStates, partOfState } from "./split-state.js";

describe.each([
  ["objects", walk],
  ["dynamics", cartPole],
])("the state of a vector of %s", (_, definition) => {
  const vector = vectorize(definition, 5, createRandom(1));
  vector.reset();
  record(vector, 30);
  const state = vector.getState();

  it("is joined again from its parts", () => {
    const parts = [partOfState(state, 5, 0, 2), partOfState(state, 5, 2, 1), partOfState(state, 5, 3, 2)];
    expect(joinStates(parts)).toEqual(state);
  });

  it("has parts that are states of smaller vectors", () => {
    const part = vectorize(definition, 2, createRandom(2));
    part.setState(partOfState(state, 5, 3, 2));
    expect([...part.observations]).toEqual([...vector.observations.slice(3 * part.observationSize)]);
    expect(part.getState()).toEqual(partOfState(state, 5, 3, 2));
  });
});
