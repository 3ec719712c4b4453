/** A value of another stack: `data.terraform_remote_state.<label>.outputs.<output>`. */
export interface RemoteValue {
  readonly label: string;
  readonly producer: string;
  readonly output: string;
}

const REFERENCE = /data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g;

/** The values of other stacks that an expression or a whole configuration takes, each once, in the text's order. */
export function remoteValues(text: string): RemoteValue[] {
  const found = [...text.matchAll(REFERENCE)].map(([, label, output]) => {
    // cdktf's own name for what a stack reads of another.
    return { label: label!, producer: label!.replace(/^cross-stack-reference-input-/, ""), output: output! };
  });
  return [...new Map(found.map((value) => [`${value.label} ${value.output}`, value])).values()];
}
