/** ln 2 in two parts: the first has few bits, so that its small multiples are exact. */
const LN2_HIGH = 0x162e42fee / 2 ** 33;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * eˣ for moderate |x| by plain arithmetic. Engines round `Math.exp` and `Math.log` differently in the last bit (Node 20 and
 * Chromium do); a generator that used them would give different normals on different machines.
 */
export function exp(x: number): number {
  const doublings = Math.round(x * Math.LOG2E);
  const r = x - doublings * LN2_HIGH - doublings * LN2_LOW;
  let sum = 1;
  // Horner's scheme of the Taylor series; |r| ≤ 0.35, so the first term left out is below 10⁻¹⁷
  for (let n = 13; n >= 1; n--) sum = 1 + (r / n) * sum;
  for (let i = 0; i < doublings; i++) sum *= 2;
  for (let i = 0; i > doublings; i--) sum *= 0.5;
  return sum;
}

/** ln x for 0 < x ≤ 1 by plain arithmetic: 2 artanh((m − 1) / (m + 1)) of the mantissa m, plus whole multiples of ln 2. */
export function log(x: number): number {
  let mantissa = x;
  let halvings = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    halvings++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  // |s| ≤ 0.172: the first term left out is below 10⁻¹⁹
  for (let n = 23; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return 2 * s * sum - halvings * LN2_LOW - halvings * LN2_HIGH;
}
