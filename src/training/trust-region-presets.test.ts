import { describe, expect, it } from "vitest";
import { createAlgorithm } from "../algorithms/index.js";
import { algorithmPreset, presetFor } from "./presets.js";
import { trustRegionPresets } from "./trust-region-presets.js";

describe.each(Object.entries(trustRegionPresets))("the trust-region preset of %s", (environment, { options }) => {
  it.each(["trpo", "npg"])("is what %s starts from there, and all of it is understood", (name) => {
    const preset = algorithmPreset(presetFor(environment), name);
    expect(preset.options).toEqual(options);
    expect(createAlgorithm(name, preset.options).options).toMatchObject(options);
  });
});
