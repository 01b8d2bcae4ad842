import type { Body } from "planck";

/** Where a body is and how it moves now: metres, radians and seconds. */
export interface BodyMotion {
  readonly x: number;
  readonly y: number;
  readonly speedX: number;
  readonly speedY: number;
  readonly angle: number;
  readonly angularSpeed: number;
}

export const motionOf = (body: Body): BodyMotion => ({
  get x() {
    return body.getPosition().x;
  },
  get y() {
    return body.getPosition().y;
  },
  get speedX() {
    return body.getLinearVelocity().x;
  },
  get speedY() {
    return body.getLinearVelocity().y;
  },
  get angle() {
    return body.getAngle();
  },
  get angularSpeed() {
    return body.getAngularVelocity();
  },
});
