/** 1 − Var(target − prediction) / Var(target); NaN for a constant target. 1: perfect; 0: no better than a constant. */
export function explainedVariance(prediction: Float32Array, residual: Float32Array): number {
  // target = prediction + residual
  const n = prediction.length;
  let meanTarget = 0;
  let meanResidual = 0;
  for (let i = 0; i < n; i++) {
    meanTarget += prediction[i]! + residual[i]!;
    meanResidual += residual[i]!;
  }
  meanTarget /= n;
  meanResidual /= n;
  let varianceTarget = 0;
  let varianceResidual = 0;
  for (let i = 0; i < n; i++) {
    varianceTarget += (prediction[i]! + residual[i]! - meanTarget) ** 2;
    varianceResidual += (residual[i]! - meanResidual) ** 2;
  }
  return varianceTarget === 0 ? Number.NaN : 1 - varianceResidual / varianceTarget;
}
