import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ec2 from "@aws-sdk/client-ec2";
import { Environment } from "../config/environment";
import { readStatus } from "../status/read";
import { explainAwsError } from "../tools/aws-errors";
import { Commands, PERMISSIONS, Patience } from "./commands";
import { ElasticIpFacts, MOST_ASKED, PrivateInstanceFacts, Said, VerifyFacts } from "./facts";
import { knock, whyNotOutside } from "./knock";

export interface ReadOptions extends Patience {
  /** Told who is asked, before they are. */
  readonly say?: (line: string) => void;
}

/**
 * Asks AWS how an environment's way out is, the private instances and NAT hosts how they find it, and their public
 * addresses whether anything answers.
 *
 * @throws AwsError in one line
 */
export async function readFacts(environment: Environment, options: ReadOptions = {}): Promise<VerifyFacts> {
  // It warns of this Node's age on its own, which is not what was asked.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const reader = new VerifyReader(environment);
  const [status, privateInstances, elasticIps] = await Promise.all([
    readStatus(environment, PERMISSIONS),
    reader.privateInstances(),
    reader.elasticIps(),
  ]);
  const asked = privateInstances.slice(0, MOST_ASKED).filter(isRunning);
  const hosts = status.hosts.filter(isRunning);
  const whom = [counted(asked.length, "private instance"), counted(hosts.length, "NAT host")].join(" and ");
  options.say?.(`Asking ${whom}, for up to 40 s …`);
  const commands = new Commands(environment.region, options);
  const say = async (instanceId: string, script: string): Promise<[string, Said]> => [
    instanceId,
    await commands.run(instanceId, script),
  ];
  const [said, outside] = await Promise.all([
    Promise.all([
      ...asked.map(({ instanceId }) => say(instanceId, script("private-instance.sh"))),
      ...hosts.map(({ instanceId }) => say(instanceId, script("nat-host.sh"))),
    ]),
    knockAtAll(hosts),
  ]);
  return { status, privateInstances, elasticIps, said: new Map(said), outside };
}

const isRunning = ({ state }: { readonly state: string }) => state === "running";

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function script(file: string): string {
  return readFileSync(join(__dirname, file), "utf8");
}

async function knockAtAll(hosts: VerifyFacts["status"]["hosts"]): Promise<VerifyFacts["outside"]> {
  const why = whyNotOutside();
  if (why !== undefined) return why;
  const answers = hosts.flatMap(({ name, publicIp }) =>
    publicIp === undefined ? [] : [knock(publicIp).then((answer) => [name, answer] as const)],
  );
  return new Map(await Promise.all(answers));
}

class VerifyReader {
  private readonly client: ec2.EC2Client;

  constructor(private readonly environment: Environment) {
    const requestHandler = { connectionTimeout: 10_000, requestTimeout: 30_000 };
    this.client = new ec2.EC2Client({ region: environment.region, requestHandler });
  }

  async privateInstances(): Promise<PrivateInstanceFacts[]> {
    const { project, name } = this.environment;
    const filters: Record<string, string[]> = {
      "tag:Project": [project],
      "tag:Environment": [name],
      "tag:Stack": ["private-instances"],
      "instance-state-name": ["pending", "running", "shutting-down", "stopping", "stopped"],
    };
    const Filters = Object.entries(filters).map(([Name, Values]) => ({ Name, Values }));
    return this.ask("ec2:DescribeInstances", async () => {
      const found: PrivateInstanceFacts[] = [];
      for await (const { Reservations = [] } of ec2.paginateDescribeInstances(
        { client: this.client },
        { Filters },
      )) {
        for (const { InstanceId, State, Tags } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
          const tag = tagsOf(Tags)["Name"] ?? InstanceId!;
          found.push({
            name: tag.replace(`${name}-`, ""),
            instanceId: InstanceId!,
            state: State!.Name!,
          });
        }
      }
      // They are spread over the zones by their numbers.
      return found.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
    });
  }

  async elasticIps(): Promise<ElasticIpFacts[]> {
    return this.ask("ec2:DescribeAddresses", async () => {
      const { Addresses = [] } = await this.client.send(new ec2.DescribeAddressesCommand({}));
      return Addresses.map(({ PublicIp, AllocationId, Tags }) => ({
        publicIp: PublicIp!,
        allocationId: AllocationId!,
        tags: tagsOf(Tags),
      }));
    });
  }

  private async ask<T>(action: string, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      const { region } = this.environment;
      throw explainAwsError(error, { action, region, permissions: PERMISSIONS });
    }
  }
}

function tagsOf(tags: readonly ec2.Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));
}
