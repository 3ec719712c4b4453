import { Said } from "./facts";

/** What a script has printed, as `key=value` lines; or why it has not, for people. */
export type Answers = { readonly [key: string]: string } | string;

/** @param asked the answer without which there is none, whatever Systems Manager says of it */
export function answersOf(said: Said, asked: string): Answers {
  switch (said.kind) {
    case "unmanaged":
      return (
        "Systems Manager does not know it, or not its agent: a new instance takes a minute or two; after that see its " +
        "way to Systems Manager, and its instance profile"
      );
    case "late":
      return `no answer within ${said.seconds} s (Systems Manager: ${said.status}); run it again, or see whether its agent runs`;
    case "ended": {
      const answers = Object.fromEntries(
        [...said.output.matchAll(/^(\w+)=(.*?)\r?$/gm)].map(([, key, value]) => [key, value]),
      ) as Record<string, string>;
      if (said.status === "Success" && answers[asked] !== undefined) return answers;
      const [line] = (said.error || said.output).trim().split("\n");
      return `the script said ${line ? `"${line.slice(0, 120)}"` : "nothing"} (Systems Manager: ${said.status})`;
    }
  }
}
