import type { Plugin } from "vite";

/**
 * Builds workers as entries of the page's own build. By itself Vite builds each worker alone, with a copy of the library
 * of its own; this way the page and both workers load one.
 */
export function sharedWorkers(): Plugin {
  return {
    name: "shared-workers",
    apply: "build",
    enforce: "pre",
    async transform(code, id) {
      if (!id.includes("/playground/src/")) return undefined;
      const found = [...code.matchAll(/new URL\("(\.\/workers\/[\w-]+\.ts)", import\.meta\.url\)/g)];
      if (found.length === 0) return undefined;
      let changed = code;
      for (const [whole, path] of found) {
        const resolved = await this.resolve(path as string, id);
        if (!resolved) throw new Error(`${path}, a worker of ${id}, is missing.`);
        const reference = this.emitFile({ type: "chunk", id: resolved.id });
        changed = changed.replace(whole, `import.meta.ROLLUP_FILE_URL_${reference}`);
      }
      return { code: changed, map: null };
    },
  };
}
