/** What is asked of each pair of ends: services with and without a port, with a rule and without. */
export const SERVICES = [
  { protocol: "tcp", port: 443 },
  { protocol: "tcp", port: 22 },
  { protocol: "udp", port: 53 },
  { protocol: "icmp" },
] as const;
