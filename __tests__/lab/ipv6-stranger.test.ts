import { EGRESS_ONLY_GATEWAY, INTERNET_GATEWAY } from "../../lab/fabric/fabric";
import { INTERNET_HOSTS, INTERNET_ROUTER } from "../../lab/fabric/internet";
import { addressAt } from "../../lib/net/ranges";
import { Lab } from "../../lab/lab";
import { describeLab } from "../support/tools";
import { Conversation } from "./conversation";
import { open } from "./dual-stack";
import { network, startLab, untilThrough } from "./labs";
import { Target6, atLivePorts6, blind6, exactReply6 } from "./stranger6";
import { Door, IPV6, Seen, Witnesses } from "./witnesses";

const HOST = "nat-b";
const PRIVATE = ["private-0", "private-1"];
const [INTERNET] = INTERNET_HOSTS;

describeLab("a stranger on the internet who speaks IPv6", () => {
  const topology = network({ endpoints: false, ipv6: "egress-only", privateInstances: { count: 2 } });
  const addressOf = (name: string) =>
    topology.networkInterfaces.find((own) => own.name === `${name}-card0`)!.ipv6Addresses![0]!;
  const others = [
    ...topology.networkInterfaces.flatMap(({ ipv6Addresses = [] }) => ipv6Addresses),
    ...topology.subnets.flatMap(({ ipv6Cidr }) => [
      addressAt(ipv6Cidr!, 1n),
      ipv6Cidr!.replace("/64", "dead"),
    ]),
  ].filter((address) => address !== addressOf("private-0"));
  let lab: Lab;
  let conversation: Conversation;
  let witnesses: Witnesses;
  let target: Target6;
  const doors: Record<string, Door> = {};

  beforeAll(async () => {
    lab = await startLab(topology);
    const router = lab.router().namespace.name;
    for (const device of [INTERNET_GATEWAY, EGRESS_ONLY_GATEWAY]) {
      doors[device] = {
        ...{ namespace: INTERNET_ROUTER, device: `${device}0`, seenBy: router, seenOn: device },
        mac: (await lab.run(router, "cat", [`/sys/class/net/${device}/address`])).stdout,
      };
    }
    await untilThrough(lab);
    await lab.machine(HOST).waitForUnit("nat-firewall.service");
    conversation = await Conversation.start(lab.namespace("private-0"), INTERNET.ipv6Address);
    const { tcp, udp } = conversation.seenAs();
    const portOf = ([end]: readonly string[]) => Number(end!.split(":").at(-1));
    target = { address: addressOf("private-0"), livePorts: { tcp: portOf(tcp), udp: portOf(udp) }, others };
    witnesses = await Witnesses.listen(lab, [HOST, router], PRIVATE, IPV6);
  });
  afterAll(() => conversation?.stop());

  /** Sends by a gateway, and expects that those who speak notice nothing. */
  async function send(device: string): Promise<Seen> {
    const seenAs = conversation.seenAs();
    const packets = [...blind6(target), ...atLivePorts6(target)];
    const seen = await witnesses.send(doors[device]!, packets, exactReply6(target));
    await conversation.goesOn();
    expect(conversation.seenAs()).toEqual(seenAs);
    return seen;
  }

  const groups = [
    ["with the groups as they are", topology],
    ["with every group open to all", open(topology)],
  ] as const;
  describe.each(groups)("%s", (_, changed) => {
    beforeAll(() => lab.apply(changed));

    test.each([EGRESS_ONLY_GATEWAY, INTERNET_GATEWAY])(
      "nothing that he sends by %s reaches a private instance",
      async (device) => {
        const seen = await send(device);
        for (const host of PRIVATE) expect({ host, seen: seen[host] }).toEqual({ host, seen: [] });
        // It has no IPv6 address, so nothing is for it, whatever its group says.
        expect(seen[HOST]).toEqual([]);
      },
    );
  });
});
