import { InstanceConfig } from "@cdktf/provider-aws/lib/instance";

/** What every instance has in common, whatever it is for. */
export interface InstanceBaselineProps {
  /** Whether the metadata service answers IMDSv2 requests alone. */
  readonly requireImdsv2: boolean;

  /** The root disk's size in GiB. */
  readonly diskGib: number;

  readonly encryptDisks: boolean;

  /** Whether a running instance keeps its image when `ami` names another, as a lookup of the newest does in time. */
  readonly keepImage: boolean;
}

/** The arguments that the baseline comes to. */
export function instanceBaseline(props: InstanceBaselineProps) {
  return {
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: props.requireImdsv2 ? "required" : "optional",
      // One hop: the answer reaches the instance itself and nothing that it forwards for.
      httpPutResponseHopLimit: 1,
    },
    rootBlockDevice: {
      volumeType: "gp3",
      volumeSize: props.diskGib,
      encrypted: props.encryptDisks,
    },
    maintenanceOptions: { autoRecovery: "default" },
    // `docs/operations.md` says how to roll a newer image.
    ...(props.keepImage && { lifecycle: { ignoreChanges: ["ami"] } }),
  } satisfies Partial<InstanceConfig>;
}
