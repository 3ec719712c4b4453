import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames } from "../../lib/config/load";
import { runScript } from "../support/script";

const MINUTE = 60_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(SMALL));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A private instance, an empty subnet that the main route table rules too, and an empty public one. */
const SMALL = {
  resource: {
    aws_vpc: { office: { cidr_block: "10.1.0.0/16" } },
    aws_internet_gateway: { gateway: { vpc_id: "${aws_vpc.office.id}" } },
    aws_subnet: {
      desk: { vpc_id: "${aws_vpc.office.id}", cidr_block: "10.1.1.0/24" },
      attic: { vpc_id: "${aws_vpc.office.id}", cidr_block: "10.1.3.0/24" },
      door: { vpc_id: "${aws_vpc.office.id}", cidr_block: "10.1.2.0/24" },
    },
    aws_route_table: {
      street: {
        vpc_id: "${aws_vpc.office.id}",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.gateway.id}" }],
      },
    },
    aws_route_table_association: {
      door: { subnet_id: "${aws_subnet.door.id}", route_table_id: "${aws_route_table.street.id}" },
    },
    aws_instance: { clerk: { subnet_id: "${aws_subnet.desk.id}", instance_type: "t4g.nano", ami: "ami-1" } },
    aws_lambda_function: { robot: { vpc_config: [{ subnet_ids: ["${aws_subnet.desk.id}"] }] } },
  },
};

test.each(environmentNames())(
  "the picture of %s is current",
  async (name) => {
    const { exitCode, stdout, stderr } = await diagram(["--check"], { ENVIRONMENT: name });
    expect([exitCode, stdout, stderr]).toEqual([
      0,
      `docs/diagrams/${name}.svg is current`,
      `Synthesizing ${name} …`,
    ]);
  },
  MINUTE,
);

test(
  "a picture is written, its path is printed, and what is not drawn is named",
  async () => {
    const file = join(folder, "new/office.svg");
    const { exitCode, stdout, stderr } = await ofFolder("--output", file);
    expect([exitCode, stdout]).toEqual([0, file]);
    expect(stderr).toMatch(/^not understood, and not drawn: .*aws_lambda_function\.robot$/m);
    const svg = readFileSync(file, "utf8");
    expect(svg).toMatch(/^<svg [^]*<\/svg>\n$/);
    for (const name of ["desk", "attic", "door", "clerk"]) expect(svg).toContain(`>${name}</text>`);
    const fromSubnets = [
      ...svg.matchAll(
        /fill="none" stroke="#\w+" stroke-dasharray="5,2" d="M([-\d.]+),.* ([-\d.]+),[-\d.]+"/g,
      ),
    ];
    expect(fromSubnets).toHaveLength(2);
    for (const [, start, end] of fromSubnets) expect(Number(end) - Number(start)).toBeGreaterThan(20);
  },
  MINUTE,
);

test(
  "a picture that is not current, or not there, is exit code 1, and the command that writes it",
  async () => {
    const file = join(folder, "office.mmd");
    const arguments_ = ["--output", file, "--format", "mermaid"];
    const missing = await ofFolder("--check", ...arguments_);
    const command = `npm run diagram -- --in ${folder} ${arguments_.join(" ")}`;
    expect([missing.exitCode, missing.stderr.split("\n").at(-1)]).toEqual([
      1,
      `${file} is not current; write it again: ${command}`,
    ]);
    expect(existsSync(file)).toBe(false);

    await ofFolder(...arguments_);
    expect((await ofFolder("--check", ...arguments_)).exitCode).toBe(0);
    writeFileSync(file, `${readFileSync(file, "utf8")}\n`);
    expect((await ofFolder("--check", ...arguments_)).exitCode).toBe(1);
  },
  MINUTE,
);

test(
  "the way of a packet is drawn as explain tells it, up to what stops it",
  async () => {
    const file = join(folder, "office.mmd");
    const { exitCode, stderr } = await ofFolder(
      "--explain",
      "clerk,internet",
      "--format",
      "mermaid",
      "-o",
      file,
    );
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Not reachable: .*NO_ROUTE_TO_DESTINATION/m);
    const marked = readFileSync(file, "utf8").match(/^.*:::path$/gm)!;
    expect(marked.map((line) => line.match(/\["(.*)"\]/)![1]).sort()).toEqual([
      "clerk",
      "office-default<br/>stops here",
    ]);
  },
  MINUTE,
);

test(
  "the way from a private instance to the internet leads through both network interfaces of the NAT host",
  async () => {
    const file = join(folder, "way.mmd");
    const { exitCode } = await diagram(
      ["--explain", "private-0,internet", "--format", "mermaid", "-o", file],
      {},
    );
    expect(exitCode).toBe(0);
    const marked = readFileSync(file, "utf8").match(/^.*:::path$/gm)!;
    expect(
      marked
        .map((line) =>
          line
            .match(/\["(.*)"\]/)![1]!
            .split("<br/>")
            .slice(0, 2)
            .join(" "),
        )
        .sort(),
    ).toEqual([
      "gateway internet gateway",
      "internet",
      "nat-b interface #35;0",
      "nat-b interface #35;1",
      "private-0",
      "private-b",
      "public",
    ]);
  },
  MINUTE,
);

test(
  "a picture with a path has a file of its own, so that the plain one stays",
  async () => {
    const { stderr } = await diagram(["--check", "--explain", "private-0,internet"], {
      ENVIRONMENT: "production",
    });
    expect(stderr.split("\n").at(-1)).toBe(
      "docs/diagrams/production-private-0-to-internet.svg is not current; write it again: " +
        "ENVIRONMENT=production npm run diagram -- --explain private-0,internet",
    );
  },
  MINUTE,
);

test.each([
  [["--explain", "clerk"], /Write two ends, such as "private-0,internet"/],
  [["--explain", "clark,internet"], /"clark" is no end here; did you mean "clerk"\?/],
  [["--format", "png"], /Allowed choices are svg, mermaid/],
])(
  "wrong usage is exit code 2 and one line that says what is right (%j)",
  async (arguments_, message) => {
    const { exitCode, stderr } = await ofFolder(...arguments_);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  },
  MINUTE,
);

test(
  "--help names every option",
  async () => {
    const { exitCode, stdout } = await diagram(["--help"], {});
    expect(exitCode).toBe(0);
    for (const option of ["--format", "--explain", "--in", "--output", "--check"])
      expect(stdout).toContain(option);
  },
  MINUTE,
);

function ofFolder(...arguments_: string[]) {
  return diagram(["--in", folder, ...arguments_], {});
}

function diagram(arguments_: readonly string[], environment: NodeJS.ProcessEnv) {
  return runScript("diagram", arguments_, { env: { ENVIRONMENT: undefined, ...environment } });
}

test(
  "a network of more than can be drawn is refused, and nothing written",
  async () => {
    const instances = Array.from({ length: 2000 }, (_, index) => [
      `clerk_${index}`,
      SMALL.resource.aws_instance.clerk,
    ]);
    const crowd = { resource: { ...SMALL.resource, aws_instance: Object.fromEntries(instances) } };
    // 2,000 instances want more addresses than a /24 has.
    crowd.resource.aws_subnet = {
      ...crowd.resource.aws_subnet,
      desk: { ...SMALL.resource.aws_subnet.desk, cidr_block: "10.1.128.0/17" },
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(crowd));
    const output = join(folder, "out.svg");
    const { exitCode, stderr } = await runScript("diagram", ["--in", folder, "-o", output]);
    expect([exitCode, stderr.split("\n").at(-1)]).toEqual([
      2,
      expect.stringMatching(/^The network has 2\d{3} parts, and a picture room for 2000; /),
    ]);
    expect(existsSync(output)).toBe(false);
  },
  MINUTE,
);
