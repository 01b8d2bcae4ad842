import type { SystemLoad } from "../../src/dashboard/index.js";

/** How busy the machine is. */
export function LoadView({ load }: { readonly load: SystemLoad | undefined }) {
  if (!load) return null;
  const { processor, cores, memoryUsed, memory } = load;
  return (
    <p class="load">
      {cores} cores {Math.round(100 * processor)} % busy · memory {gigabytes(memoryUsed)} of {gigabytes(memory)} GB
    </p>
  );
}

export const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
