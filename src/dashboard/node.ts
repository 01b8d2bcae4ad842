export { type Dashboard, type DashboardOptions, openDashboard } from "./dashboard.node.js";
