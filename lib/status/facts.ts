/** What AWS says of an environment's way out, as far as people have to know. */
export interface StatusFacts {
  readonly hosts: readonly HostFacts[];
  readonly tables: readonly TableFacts[];
}

export interface HostFacts {
  /** `nat-b`, as in `npm run explain`. */
  readonly name: string;
  readonly instanceId: string;
  readonly zone: string;
  /** EC2's word: `running`, `stopped`, … */
  readonly state: string;
  /** EC2's words for its two status checks: `ok`, `impaired`, `initializing`, …; undefined while it does not run. */
  readonly checks?: { readonly system: string; readonly instance: string };
  readonly publicIp?: string;
  readonly networkInterfaceIds: readonly string[];
  readonly alarms: readonly { readonly name: string; readonly state: string }[];
  /** The last that it has said; undefined for nothing within a quarter of an hour. */
  readonly heartbeat?: Heartbeat;
}

export interface Heartbeat {
  readonly at: Date;
  readonly isThrough: boolean;
  /** In how many minutes of that quarter of an hour its probe got through. */
  readonly minutesThrough: number;
  readonly tableUsedPercent?: number;
}

/** A private route table. */
export interface TableFacts {
  readonly id: string;
  readonly zone: string;
  /** What its IPv4 default route leads to, by AWS's id; undefined when it has none. */
  readonly target?: string;
  /** Whether AWS drops what takes it, because what it leads to is gone or stopped. */
  readonly isBlackhole: boolean;
}
