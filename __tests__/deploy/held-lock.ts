import { hostname } from "node:os";
import { Journey } from "./journey";

/** Plans while another terraform waits for an answer, and holds the network's lock meanwhile. */
export async function expectHeldLockNamed({ workplace }: Journey): Promise<void> {
  const holder = workplace.terraform("network", ["apply", "-no-color", "-destroy"], { reject: false });
  try {
    await new Promise<void>((resolve, reject) => {
      holder.stdout!.on("data", (chunk: Buffer) => chunk.includes("Enter a value") && resolve());
      void holder.then(({ stderr }) => reject(new Error(`It holds no lock: ${stderr}`)));
    });
    const { exitCode, stdout, stderr } = await workplace.plan(["--lock-timeout", "1s"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    const last = stderr.split("\n").at(-1)!;
    expect(last).toMatch(
      /^network: the state is locked by \S+@\S+ since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(apply\); /,
    );
    expect(last).toContain(`@${hostname()} `);
    const [, id] = /force-unlock ([\da-f-]{36})$/.exec(last)!;
    expect(id).toBeDefined();
    expect(workplace.saved()).toEqual([]);
  } finally {
    holder.stdin!.end("no\n");
    await holder;
  }
}
