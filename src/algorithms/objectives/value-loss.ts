import { add, clip, maximum, mean, neg, square, sub, type Tensor } from "../../tensor/index.js";

/** Mean squared error mean((V − R)²): [batch], [batch] → []. */
export function valueLoss(value: Tensor, target: Tensor): Tensor {
  return mean(square(sub(value, target)));
}

/** mean(max((V − R)², (V_old + clip(V − V_old, ±ε) − R)²)): the value may gain nothing from moving further than ε. */
export function clippedValueLoss(value: Tensor, target: Tensor, oldValue: Tensor, clipRange: Tensor): Tensor {
  const clipped = add(oldValue, clip(sub(value, oldValue), neg(clipRange), clipRange));
  return mean(maximum(square(sub(value, target)), square(sub(clipped, target))));
}
