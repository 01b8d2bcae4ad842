import { clippedSurrogate } from "../src/algorithms/objectives/clipped-surrogate.js";
import { adam, clipByGlobalNorm } from "../src/nn/index.js";
import { compileActing, createActorCritic } from "../src/policies/index.js";
import { createRandom } from "../src/random/index.js";
import { compile } from "../src/runtime/index.js";
import { box, discrete } from "../src/spaces/index.js";
import { add, exp, input, mean, mul, neg, square, sub } from "../src/tensor/index.js";

const [O, H, B] = process.argv.slice(2).map(Number) as [number, number, number];
const model = createActorCritic({
  observationSpace: box({ shape: [O], low: -1, high: 1 }),
  actionSpace: O === 17 ? box({ shape: [6], low: -1, high: 1 }) : discrete(2),
  network: { hidden: [H, H] },
});
const action = input("action", model.family.actionShape, model.family.actionType);
const advantage = input("advantage", ["batch"]);
const ret = input("return", ["batch"]);
const old = input("behaviorLogProb", ["batch"]);
const logRatio = sub(model.head.distribution.logProb(action), old);
const policyLoss = neg(clippedSurrogate(exp(logRatio), advantage, input("clipRange", [])));
const valueLoss = mean(square(sub(model.value, ret)));
const entropy = mean(model.head.distribution.entropy());
const loss = add(sub(policyLoss, mul(entropy, input("entropyCoefficient", []))), mul(valueLoss, 0.5));
const { gradient, norm } = clipByGlobalNorm(model.parameters.gradient(loss), input("maxGradNorm", []));
const optimizer = adam();
const next = optimizer.update(model.parameters.flat, gradient, input("learningRate", []));
let t0 = performance.now();
const program = await compile({
  outputs: model.parameters.bind({
    p: next.parameters,
    m: next.firstMoment,
    v: next.secondMoment,
    norm,
    policyLoss,
    valueLoss,
    entropy,
    logRatio,
    value: model.value,
  }),
});
console.log("compile", performance.now() - t0);
const random = createRandom(1);
let p = model.parameters.initialize(random);
const st = optimizer.init(p.length);
let m = st.firstMoment,
  v = st.secondMoment;
const f = (n: number) => {
  const a = new Float32Array(n);
  random.fillNormal(a);
  return a;
};
const feeds: any = {
  observation: f(B * O),
  action: O === 17 ? f(B * 6) : Int32Array.from({ length: B }, () => random.integer(2)),
  advantage: f(B),
  return: f(B),
  behaviorLogProb: new Float32Array(B).fill(O === 17 ? -8 : -0.69),
  clipRange: Float32Array.of(0.2),
  entropyCoefficient: Float32Array.of(0.01),
  maxGradNorm: Float32Array.of(0.5),
  learningRate: Float32Array.of(3e-4),
};
const times: number[] = [];
for (let i = 1; i <= Number(process.argv[5] ?? 2000); i++) {
  t0 = performance.now();
  const r = await program.run({
    ...feeds,
    parameters: p,
    "adam/firstMoment": m,
    "adam/secondMoment": v,
    ...optimizer.scalars(i),
  });
  p = r.p as Float32Array;
  m = r.m as Float32Array;
  v = r.v as Float32Array;
  times.push(performance.now() - t0);
}
times.sort((a, b) => a - b);
console.log({ O, H, B, P: p.length, median: times[times.length >> 1], min: times[0] });
