import { runScript } from "../support/script";
import { Answer, Request, withSystemsManager } from "../verify/systems-manager";
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
  const verify = (environment: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
    runScript("verify", args, {
      env: { ...applied().env, ENVIRONMENT: environment, ...env },
      extendEnv: false,
    });

  /** Where instances say what they would on AWS, if the internet sees them all under one address. */
  const verifySeenAs = (address: string, hostId: string) => {
    const answer = ({ action, body }: Request): Answer => {
      if (action === "SendCommand") return { Command: { CommandId: `to-${body.InstanceIds[0]}` } };
      const said =
        body.InstanceId === hostId ? "probe=active\nthrough=4\n" : `names=192.0.2.7\naddress=${address}\n`;
      return { Status: "Success", StatusDetails: "Success", StandardOutputContent: said };
    };
    return withSystemsManager(answer, (endpoint) => verify(name, [], { AWS_ENDPOINT_URL_SSM: endpoint }));
  };

  test("npm run verify shows in one table that all is well, and that an instance leaves by another way", async () => {
    const { environment, terraform } = applied();
    const outputs = await terraform.outputs("nat-instance");
    const [zone] = environment.zones;
    const address: string = outputs["nat_public_ip"]!.value[zone.name];
    const hostId: string = outputs["nat_instance_id"]!.value[zone.name];
    const host = `nat-${zone.letter}`;
    const words = (line: string) => line.split("│").map((cell) => cell.trim());
    const well = await verifySeenAs(address, hostId);
    const rows = well.stdout.split("\n").map(words);
    expect(rows).toContainEqual(["", "probe", host, "ok", "it got through 4 s ago", ""]);
    expect(rows).toContainEqual([
      "",
      "address",
      "private-0",
      "ok",
      `the internet sees ${address}, ${host}'s`,
      "",
    ]);
    expect(well.stdout).toMatch(/\nAll is well, and 1 not checked$/);
    expect(well.exitCode).toBe(0);
    const ill = await verifySeenAs("203.0.113.99", hostId);
    expect(ill.stdout).toMatch(/203\.0\.113\.99, which is no Elastic IP of this account/);
    expect(ill.stdout).toMatch(/\n2 of \d+ failed, and 1 not checked$/);
    expect(ill.exitCode).toBe(1);
  });

  test("npm run verify asks all instances, and takes a success that says nothing for none", async () => {
    const { exitCode, stdout, stderr } = await verify(name, ["--json"]);
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
