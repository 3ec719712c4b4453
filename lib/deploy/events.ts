import { jsonOf } from "../tools/read-files";

/** What terraform says is wrong. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
}

/** An event that `terraform plan -json` or `apply -json` prints, as far as it is read here (version 1.2 of its format). */
export type TerraformEvent =
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
      readonly type: "change_summary";
      readonly changes: { readonly import: number; readonly operation: string };
    }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic };

/** The event that a line is; undefined for what is no event, or of no interest. */
export function eventOf(line: string): TerraformEvent | undefined {
  const event = jsonOf(line) as TerraformEvent | null | undefined;
  return event && /^(planned_change|change_summary|diagnostic|apply_.*)$/.test(event.type)
    ? event
    : undefined;
}

const PAST: Readonly<Record<string, string>> = { create: "created", update: "changed", delete: "destroyed" };

/** Seconds after which a change that is waited for is spoken of again: soon at first, then every minute. */
const PATIENCE = [10, 30, 60];

/** How far the apply of a stack has come, as terraform's events tell it. A replacement counts as two changes. */
export class Progress {
  private total = 0;
  private done = 0;
  /** Terraform says of what it forgets that it plans to, and no more. */
  private forgotten = 0;
  /** When a change was spoken of last, in seconds since its start. */
  private readonly spoken = new Map<string, number>();

  constructor(private readonly stack: string) {}

  /** @returns what to show a person, in one line; undefined when there is nothing new to say */
  hear(event: TerraformEvent): string | undefined {
    if (event.type === "planned_change") {
      if (event.change.action === "remove") this.forgotten += 1;
      this.total += event.change.action === "replace" ? 2 : event.change.action in PAST ? 1 : 0;
      return undefined;
    }
    if (event.type === "change_summary") return this.withoutChange(event.changes);
    if (event.type === "diagnostic") return undefined;
    const { resource, action, elapsed_seconds: seconds = 0 } = event.hook;
    const past = PAST[action];
    // Reading data changes nothing.
    if (!past) return undefined;
    if (event.type === "apply_complete") {
      this.done += 1;
      return `${this.stack}: ${this.done} of ${this.total}: ${resource.addr} ${past} (${seconds} s)`;
    }
    if (event.type !== "apply_progress") return undefined;
    const last = this.spoken.get(resource.addr) ?? 0;
    const next = PATIENCE.find((limit) => limit > last) ?? last + 60;
    if (seconds < next) return undefined;
    this.spoken.set(resource.addr, seconds);
    return `${this.stack}: waiting for ${resource.addr} to be ${past}, since ${seconds} s`;
  }

  /** What an apply did that changes nothing in AWS. */
  private withoutChange({
    operation,
    import: imported,
  }: {
    operation: string;
    import: number;
  }): string | undefined {
    if (operation !== "apply") return undefined;
    const parts = [
      ...(imported > 0 ? [`${imported} imported`] : []),
      ...(this.forgotten > 0 ? [`${this.forgotten} forgotten, which stay as they are`] : []),
    ];
    return parts.length > 0 ? `${this.stack}: ${parts.join("; ")}` : undefined;
  }

  /** `network: 3 of 7 changes done`; undefined before terraform has begun. */
  get half(): string | undefined {
    if (this.total === 0) return undefined;
    return `${this.stack}: ${this.done} of ${this.total} changes done`;
  }
}
