import { Emulator } from "../../lib/emulator/emulator";
import { adopt } from "../support/adopted";
import { ExistingNetwork, inlineRoutes } from "../support/existing-networks";
import { adoptPermissions, createUser, enforcePermissions } from "../support/roles";
import { describeWith } from "../support/tools";

jest.setTimeout(180_000);

describeWith(
  ["moto_server"],
  "when AWS does not answer, npm run adopt says so in one line, with exit code 1:",
  () => {
    let emulator: Emulator;
    let network: ExistingNetwork;
    beforeAll(async () => {
      emulator = await Emulator.start();
      network = await inlineRoutes(emulator);
    });
    afterAll(() => emulator.stop());

    const region = ["--region", "eu-central-1"];
    const asked = (args: string[], env: NodeJS.ProcessEnv = {}) => adopt(emulator, args, env);
    const NO_KEYS = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };

    test.each<[string, string[], NodeJS.ProcessEnv, string]>([
      [
        "a VPC that is not there",
        ["vpc-0123456789abcdef0", ...region],
        {},
        "vpc-0123456789abcdef0: is not in eu-central-1, or not of this account; --region names another region, AWS_PROFILE " +
          "another account",
      ],
      [
        "no region",
        ["vpc-0123456789abcdef0"],
        {},
        "--region: is missing; write the VPC's, such as --region eu-central-1",
      ],
      [
        "no credentials",
        ["vpc-0123456789abcdef0", ...region],
        NO_KEYS,
        "there are no AWS credentials; log in (aws sso login), or set AWS_PROFILE, and run it again",
      ],
      [
        "a profile that is not there",
        ["vpc-0123456789abcdef0", ...region],
        { ...NO_KEYS, AWS_PROFILE: "nobody" },
        'AWS_PROFILE: "nobody" gives no credentials; log in, or name one that aws configure list-profiles lists',
      ],
      [
        "nobody at the endpoint",
        ["vpc-0123456789abcdef0", ...region],
        { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
        "EC2 of eu-central-1 cannot be reached (connect ECONNREFUSED 127.0.0.1:9); check the region, the network, " +
          "AWS_ENDPOINT_URL and HTTPS_PROXY",
      ],
    ])("%s", async (_, args, env, message) => {
      const { exitCode, stdout, stderr } = await asked(args, env);
      const lines = stderr.split("\n").filter((line) => !line.startsWith("Asking AWS for"));
      expect([exitCode, stdout, lines]).toEqual([1, "", [message]]);
    });

    test("the wrong region, which AWS_REGION and AWS_DEFAULT_REGION name too", async () => {
      for (const env of [{ AWS_REGION: "eu-west-1" }, { AWS_DEFAULT_REGION: "eu-west-1" }]) {
        const { exitCode, stderr } = await asked([network.vpcId], env);
        expect([exitCode, stderr]).toEqual([
          1,
          expect.stringContaining(`\n${network.vpcId}: is not in eu-west-1`),
        ]);
        expect((await asked([network.vpcId, ...region], env)).exitCode).toBe(0);
      }
    });

    test("missing rights: docs/iam/adopt-permissions.json gives all that are needed, and each that lacks is named", async () => {
      const own = await Emulator.start();
      try {
        const { vpcId } = await inlineRoutes(own);
        const users: [string, object][] = [["adopt", adoptPermissions()]];
        const actions = adoptPermissions().Statement[0]!.Action as string[];
        for (const action of [
          "ec2:DescribeVpcs",
          "ec2:DescribeRouteTables",
          "ec2:DescribeAccountAttributes",
        ]) {
          expect(actions).toContain(action);
          users.push([action, adoptPermissions([action])]);
        }
        const keys = [];
        for (const [name, document] of users)
          keys.push(await createUser(own, name.replace(":", "-"), document));
        await enforcePermissions(own);
        for (const [index, [name]] of users.entries()) {
          const { exitCode, stderr } = await adopt(own, [vpcId, ...region], { ...keys[index] });
          if (name === "adopt")
            expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Asking AWS")]);
          else {
            expect([exitCode, stderr.split("\n").at(-1)]).toEqual([
              1,
              `AWS refuses ${name}; give the credentials' user or role what docs/iam/adopt-permissions.json lists`,
            ]);
          }
        }
      } finally {
        await own.stop();
      }
    });
  },
);
