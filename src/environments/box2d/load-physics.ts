import { UsageError } from "../../errors.js";

/** The simulations, which need planck. Throws UsageError `missing-package` where it is not installed. */
export async function loadPhysics(): Promise<typeof import("../../box2d/index.js")> {
  try {
    return await import("../../box2d/index.js");
  } catch (cause) {
    throw new UsageError({
      code: "missing-package",
      message: "Box2D is not installed: the package planck cannot be imported.",
      fix: "Install it beside proximal: npm install planck@1.5",
      cause,
    });
  }
}
