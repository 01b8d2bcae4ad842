import { BoundPanel } from "./panels/bound-panel.js";
import { ClipPanel } from "./panels/clip-panel.js";
import type { PanelSource } from "./panels/panel-source.js";
import { RegionPanel } from "./panels/region-panel.js";
import { StepsPanel } from "./panels/steps-panel.js";
import { WeightPanel } from "./panels/weight-panel.js";

/** The lecture's panels of one training. */
export function Panels(source: PanelSource) {
  return (
    <>
      <ClipPanel {...source} />
      <RegionPanel {...source} />
      <WeightPanel {...source} />
      <BoundPanel {...source} />
      <StepsPanel {...source} />
    </>
  );
}
