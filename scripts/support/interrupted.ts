/** Aborts at the first Ctrl-C or request to end; what runs then ends in its own order. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted)
        console.error("Interrupted: terraform is asked to end, and to release its lock …");
      controller.abort();
    });
  }
  return controller.signal;
}
