import { runScript } from "../support/script";
import { Applied } from "./applied";

interface Row {
  readonly check: string;
  readonly of: string;
  readonly verdict: string;
  readonly found: string;
}

/**
 * Says what `npm run verify` finds of what is deployed, as far as an emulator has it: moto's Systems Manager calls every
 * script a success at once and runs none.
 */
export function testVerify(name: string, applied: () => Applied): void {
  const verify = (environment: string, ...args: string[]) =>
    runScript("verify", args, {
      env: { ...applied().env, ENVIRONMENT: environment },
      extendEnv: false,
    });

  test("npm run verify asks all instances, and takes a success that says nothing for none", async () => {
    const { exitCode, stdout, stderr } = await verify(name, "--json");
    const { privateInstances, zones } = applied().environment;
    const host = `nat-${zones[0].letter}`;
    expect(stderr).toContain(`Asking ${privateInstances.count} private instances and 1 NAT host,`);
    const { isWell, rows } = JSON.parse(stdout) as { isWell: boolean; rows: Row[] };
    expect([exitCode, isWell]).toEqual([1, false]);
    const silent = "the script said nothing (Systems Manager: Success)";
    expect(rows).toEqual([
      {
        check: "route",
        of: zones[0].name,
        verdict: "ok",
        found: expect.stringContaining(`leads to ${host}`),
      },
      { check: "host", of: host, verdict: "ok", found: "running, 3 alarms quiet" },
      { check: "probe", of: host, verdict: "failed", found: silent },
      ...Array.from({ length: privateInstances.count }, (_, index) => {
        return { check: "address", of: `private-${index}`, verdict: "failed", found: silent };
      }),
      {
        check: "outside",
        of: "",
        verdict: "not checked",
        found: expect.stringContaining("an emulator's public addresses are strangers'"),
      },
    ]);
  });

  test("npm run verify says in a line what is not deployed", async () => {
    const { exitCode, stdout, stderr } = await verify("gateway");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr.split("\n").at(-1)).toMatch(/^gateway: nothing of it is deployed in [\w-]+; deploy it \(/);
  });
}
