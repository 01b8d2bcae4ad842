/** Until Ctrl-C or SIGTERM; a second one ends the process at once. */
export const untilInterrupted = () =>
  new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
  });
