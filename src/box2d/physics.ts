/** Pixels per metre: Gymnasium gives its shapes in pixels of a 600 × 400 viewport. */
export const SCALE = 30;
/** Metres. */
export const VIEW_WIDTH = 600 / SCALE;
export const VIEW_HEIGHT = 400 / SCALE;
export const STEPS_PER_SECOND = 50;
/** Of the solver per step, as many as Gymnasium gives Box2D. */
export const VELOCITY_ITERATIONS = 180;
export const POSITION_ITERATIONS = 60;

/** Collision categories: only the ground collides, with all else. */
export const GROUND = 0x0001;
export const BODY = 0x0010;
export const LIMB = 0x0020;
