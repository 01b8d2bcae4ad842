import type { Session } from "../session.js";

/** What every panel of the lecture is drawn from. */
export interface PanelSource {
  readonly session: Session;
  /** Before the ids of the page's second algorithm. */
  readonly prefix: string;
  /** Changes to a process whose true objective can be computed. */
  readonly onTabular: () => void;
}
