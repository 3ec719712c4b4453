/** A set of rules that a host forwards with. */
export interface Contestant {
  /** Its name in the tables. */
  readonly name: string;
  /** What is loaded, in this order: what a layer of ours loads on the booted host, or a file in rules/. */
  readonly rules: readonly (Layer | RuleFile)[];
}

/** The two layers of our NAT host. */
export type Layer = "networkd" | "nftables";

export type RuleFile = `${string}.nft` | `${string}.sh`;

/** In the order in which each round measures them. */
export const CONTESTANTS = {
  plain: { name: "plain forwarding, no translation", rules: [] },
  networkd: { name: "our host, networkd alone", rules: ["networkd"] },
  nftables: { name: "our host, nftables alone", rules: ["nftables"] },
  both: { name: "our host, both layers", rules: ["networkd", "nftables"] },
  awsDocumentation: { name: "AWS documentation, iptables", rules: ["aws-documentation.sh"] },
  article: { name: "the article, iptables", rules: ["article.sh"] },
  singleInterface: { name: "single network interface, nftables", rules: ["single-interface.nft"] },
} satisfies Record<string, Contestant>;

export type ContestantId = keyof typeof CONTESTANTS;

export const CONTESTANT_IDS = Object.keys(CONTESTANTS) as ContestantId[];
