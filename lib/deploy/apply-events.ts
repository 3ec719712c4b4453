/** An event that `terraform apply -json` prints, as far as it is read here (version 1.2 of its format). */
export type ApplyEvent =
  | { readonly type: "planned_change"; readonly change: { readonly action: string } }
  | {
      readonly type: "apply_start" | "apply_progress" | "apply_complete" | "apply_errored";
      readonly hook: {
        readonly resource: { readonly addr: string };
        readonly action: string;
        /** @default - in `apply_start` */
        readonly elapsed_seconds?: number;
      };
    }
  | {
      readonly type: "diagnostic";
      readonly diagnostic: { readonly severity: string; readonly summary: string; readonly detail?: string };
    };

/** The event that a line is; undefined for what is no event, or of no interest. */
export function eventOf(line: string): ApplyEvent | undefined {
  try {
    const event = JSON.parse(line) as ApplyEvent;
    return ["planned_change", "diagnostic"].includes(event.type) || /^apply_/.test(event.type)
      ? event
      : undefined;
  } catch {
    return undefined;
  }
}

/** The errors among events, in the form in which terraform prints them without `-json`. */
export function errorsOf(events: readonly ApplyEvent[]): string {
  return events
    .flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic] : []))
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail = "" }) => `Error: ${summary}\n\n${detail}\n`)
    .join("\n");
}
