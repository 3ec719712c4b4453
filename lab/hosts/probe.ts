/** A question to a host of the lab, as `probe.cjs` takes it. */
export interface Probe {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly address: string;
  /** None for icmp. */
  readonly port?: number;
}

/** What came of it. */
export interface Answer {
  readonly answered: boolean;
  /** Who answered. */
  readonly host?: string;
  /** The address and port that the host was asked from, such as `203.0.113.1:40001` or `[2001:db8::1]:40001`. */
  readonly seenAs?: string;
}
