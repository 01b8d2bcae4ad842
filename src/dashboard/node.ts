export { type Dashboard, type DashboardOptions, openDashboard } from "./dashboard.node.js";
export { type ActorSource, findActor, requireActor } from "./load-actor.node.js";
export { type Recorded, type RecordOptions, record, recordingFormats } from "./record.node.js";
