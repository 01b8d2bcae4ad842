import { RevoluteJoint, type RevoluteJointDef, type TimeStep, type Vec2Value } from "planck";

/** What planck keeps in a body while it solves. */
interface SolvedBody {
  readonly c_velocity: { readonly v: { x: number; y: number }; w: number };
}

/** What planck keeps in a revolute joint. */
interface JointState {
  readonly m_bodyA: SolvedBody;
  readonly m_bodyB: SolvedBody;
  readonly m_invMassA: number;
  readonly m_invMassB: number;
  readonly m_invIA: number;
  readonly m_invIB: number;
  readonly m_rA: Vec2Value;
  readonly m_rB: Vec2Value;
  readonly m_mass: { readonly ex: Vec3; readonly ey: Vec3; readonly ez: Vec3 };
  readonly m_motorMass: number;
  readonly m_motorSpeed: number;
  readonly m_maxMotorTorque: number;
  m_motorImpulse: number;
  readonly m_impulse: { x: number; y: number; z: number };
  /** 0 inactive, 1 at the lower limit, 2 at the upper one; planck's 3 needs limits that are equal. */
  readonly m_limitState: number;
}

interface Vec3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

const INACTIVE = 0;
const AT_LOWER_LIMIT = 1;

/**
 * Ends the solver's velocity iterations once they change no velocity by more than 10⁻¹² (metres or radians per second; the
 * float32 that Box2D calculates with cannot tell 10⁻⁷ apart): most steps in the air settle within ten iterations, of 180.
 * For a world whose moving bodies are all linked by `MotorJoint`s.
 */
export class Settling {
  readonly #bodies: SolvedBody[] = [];
  #velocities = new Float64Array(0);
  #first: MotorJoint | undefined;
  #iterations = 0;

  /** `tolerance`: the largest change that counts as none; a negative one keeps all iterations. */
  constructor(private readonly tolerance = 1e-12) {}

  add(joint: MotorJoint): void {
    for (const body of [joint.getBodyA(), joint.getBodyB()] as unknown as readonly SolvedBody[]) {
      if (!this.#bodies.includes(body)) this.#bodies.push(body);
    }
    this.#velocities = new Float64Array(3 * this.#bodies.length);
  }

  /** Before the first iteration; the solver's first joint is the one that counts. */
  begin(joint: MotorJoint, step: TimeStep): void {
    if (this.#first !== undefined) return;
    this.#first = joint;
    this.#iterations = step.velocityIterations;
    this.#velocities.fill(Number.NaN);
  }

  /** At the beginning of each joint's part of an iteration. */
  observe(joint: MotorJoint, step: TimeStep): void {
    if (joint !== this.#first) return;
    const { tolerance } = this;
    const velocities = this.#velocities;
    let settled = true;
    for (let i = 0; i < this.#bodies.length; i++) {
      const { v, w } = this.#bodies[i]!.c_velocity;
      const at = 3 * i;
      // so that NaN counts as moving
      settled &&=
        Math.abs(v.x - velocities[at]!) <= tolerance &&
        Math.abs(v.y - velocities[at + 1]!) <= tolerance &&
        Math.abs(w - velocities[at + 2]!) <= tolerance;
      velocities[at] = v.x;
      velocities[at + 1] = v.y;
      velocities[at + 2] = w;
    }
    if (settled) step.velocityIterations = 0;
  }

  /** After the iterations, which collisions within the step need again. */
  end(step: TimeStep): void {
    if (this.#first === undefined) return;
    step.velocityIterations = this.#iterations;
    this.#first = undefined;
  }
}

/** planck's revolute joint with motor and limits on, that solves for velocities without allocating. */
export class MotorJoint extends RevoluteJoint {
  readonly #settling: Settling;

  constructor(definition: RevoluteJointDef, settling: Settling) {
    super({ ...definition, enableMotor: true, enableLimit: true });
    this.#settling = settling;
    settling.add(this);
  }

  override initVelocityConstraints(step: TimeStep): void {
    super.initVelocityConstraints(step);
    this.#settling.begin(this, step);
  }

  override solvePositionConstraints(step: TimeStep): boolean {
    this.#settling.end(step);
    return super.solvePositionConstraints(step);
  }

  /** As in planck, operation by operation. */
  override solveVelocityConstraints(step: TimeStep): void {
    this.#settling.observe(this, step);
    const joint = this as unknown as JointState;
    const velocityA = joint.m_bodyA.c_velocity;
    const velocityB = joint.m_bodyB.c_velocity;
    const { v: vA } = velocityA;
    const { v: vB } = velocityB;
    const { m_invMassA: mA, m_invMassB: mB, m_invIA: iA, m_invIB: iB, m_rA: rA, m_rB: rB, m_impulse: total } = joint;
    const { ex, ey, ez } = joint.m_mass;
    let wA = velocityA.w;
    let wB = velocityB.w;

    const limit = step.dt * joint.m_maxMotorTorque;
    const before = joint.m_motorImpulse;
    const wanted = before - joint.m_motorMass * (wB - wA - joint.m_motorSpeed);
    joint.m_motorImpulse = wanted < -limit ? -limit : wanted > limit ? limit : wanted;
    const turn = joint.m_motorImpulse - before;
    wA -= iA * turn;
    wB += iB * turn;

    const driftX = vB.x - wB * rB.y - (vA.x - wA * rA.y);
    const driftY = vB.y + wB * rB.x - (vA.y + wA * rA.x);
    let x = 0;
    let y = 0;
    let z = 0;
    let free = joint.m_limitState === INACTIVE;
    if (!free) {
      const driftW = wB - wA;
      // all three by Cramer's rule
      const crossX = ey.y * ez.z - ey.z * ez.y;
      const crossY = ey.z * ez.x - ey.x * ez.z;
      const crossZ = ey.x * ez.y - ey.y * ez.x;
      const scale = -reciprocal(ex.x * crossX + ex.y * crossY + ex.z * crossZ);
      const withX = driftY * ez.z - driftW * ez.y;
      const withY = driftW * ez.x - driftX * ez.z;
      const withZ = driftX * ez.y - driftY * ez.x;
      x = scale * (driftX * crossX + driftY * crossY + driftW * crossZ);
      y = scale * (ex.x * withX + ex.y * withY + ex.z * withZ);
      z =
        scale *
        (ex.x * (ey.y * driftW - ey.z * driftY) +
          ex.y * (ey.z * driftX - ey.x * driftW) +
          ex.z * (ey.x * driftY - ey.y * driftX));
      // a limit pushes, but does not pull
      free = joint.m_limitState === AT_LOWER_LIMIT ? total.z + z < 0 : total.z + z > 0;
      if (free) z = -total.z;
    }
    if (free) {
      const scale = reciprocal(ex.x * ey.y - ey.x * ex.y);
      const restX = -driftX - z * ez.x;
      const restY = -driftY - z * ez.y;
      x = scale * (ey.y * restX - ey.x * restY);
      y = scale * (ex.x * restY - ex.y * restX);
    }
    total.x += x;
    total.y += y;
    total.z += z;

    vA.x -= mA * x;
    vA.y -= mA * y;
    wA -= iA * (rA.x * y - rA.y * x + z);
    vB.x += mB * x;
    vB.y += mB * y;
    wB += iB * (rB.x * y - rB.y * x + z);
    velocityA.w = wA;
    velocityB.w = wB;
  }
}

const reciprocal = (value: number) => (value === 0 ? 0 : 1 / value);
