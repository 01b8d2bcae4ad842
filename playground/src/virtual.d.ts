declare module "virtual:formulas" {
  /** HTML by name. */
  const drawn: Readonly<Record<import("./formulas.js").FormulaName, string>>;
  export default drawn;
}
