import { Topology } from "../../lib/topology";
import {
  ANYTHING,
  ASSOCIATIONS,
  MAIN,
  SUBNETS,
  Ways,
  at,
  by,
  ipv6,
  subnet,
  vpc,
  zonalGateway,
} from "./small-vpc";
import { publishing } from "./published";

type Resources = Readonly<Record<string, Record<string, object>>>;

const elasticIp = { domain: "vpc" };
const natGateway = (name: string) => ({ nat_gateway_id: `\${aws_nat_gateway.${name}.id}` });

/** For IPv4: where the private subnets' default routes lead, and what that needs. */
const IPV4: Readonly<Record<string, { readonly ways?: Ways; readonly resources?: Resources }>> = {
  "nothing for IPv4": {},
  "a NAT instance": {
    ways: { one: by("nat") },
    resources: { aws_instance: { nat: { ...at("public", "internal"), source_dest_check: false } } },
  },
  "a NAT gateway": {
    ways: { one: natGateway("out") },
    resources: { aws_eip: { out: elasticIp }, aws_nat_gateway: { out: zonalGateway("public", "out") } },
  },
  "a NAT gateway in each zone": {
    ways: { one: natGateway("here"), two: natGateway("there") },
    resources: {
      aws_subnet: { there: subnet("10.0.3.0/24") },
      aws_route_table_association: {
        there: { subnet_id: "${aws_subnet.there.id}", route_table_id: "${aws_route_table.public.id}" },
      },
      aws_eip: { here: elasticIp, there: elasticIp },
      aws_nat_gateway: { here: zonalGateway("public", "here"), there: zonalGateway("there", "there") },
    },
  },
  "a regional NAT gateway": {
    ways: { one: natGateway("out") },
    resources: { aws_nat_gateway: { out: { vpc_id: MAIN, availability_mode: "regional" } } },
  },
};

const byIpv6 = (table: string, target: object) => ({
  ...{ route_table_id: `\${aws_route_table.${table}.id}`, destination_ipv6_cidr_block: "::/0" },
  ...target,
});
const egressOnly = { egress_only_gateway_id: "${aws_egress_only_internet_gateway.main.id}" };
const ANYTHING_BY_IPV6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };

const EGRESS_ONLY: Resources = {
  aws_egress_only_internet_gateway: { main: { vpc_id: MAIN } },
  aws_route: {
    public: byIpv6("public", { gateway_id: "${aws_internet_gateway.main.id}" }),
    one: byIpv6("one", egressOnly),
    two: byIpv6("two", egressOnly),
  },
};

const S3: Resources = {
  aws_vpc_endpoint: {
    s3: {
      ...{ vpc_id: MAIN, vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-central-1.s3" },
      route_table_ids: ["${aws_route_table.one.id}", "${aws_route_table.two.id}"],
    },
  },
};

const INSTANCES: Resources = {
  aws_instance: {
    app_one: at("one", "closed"),
    app_two: at("two", "inside"),
    app_three: at("one", "inside"),
    web: at("public", "internal"),
  },
};

const PUBLISHED = {
  "nothing published": undefined,
  "a service by TCP": { protocol: "tcp", port: 443, targetPort: 8443 },
  "a service by UDP": { protocol: "udp", port: 53, targetPort: 5353 },
} as const;

/** Clients are those of 192.0.2.0/26: the host on the internet, and not the stranger, who is outside of it. */
const groups = (published?: {
  readonly protocol: string;
  readonly port: number;
  readonly targetPort: number;
}) => {
  const rule = (port: number, peer: object) => ({
    ...{ protocol: published!.protocol, from_port: port, to_port: port },
    ...peer,
  });
  const group = (...ingress: object[]) => ({ vpc_id: MAIN, egress: [ANYTHING, ANYTHING_BY_IPV6], ingress });
  const fromLoadBalancer = { security_groups: ["${aws_security_group.lb.id}"] };
  return {
    closed: group(),
    inside: published ? group(rule(published.targetPort, fromLoadBalancer)) : group(),
    internal: group({ ...ANYTHING, cidr_blocks: ["10.0.0.0/16"] }),
    ...(published && { lb: group(rule(published.port, { cidr_blocks: ["192.0.2.0/26"] })) }),
  };
};

/** Networks of every kind: each way out by IPv4, with IPv6 and without, and each way in; half with a gateway endpoint. */
export const EVERY_KIND: readonly (readonly [name: string, topology: Topology])[] = Object.entries(
  IPV4,
).flatMap(([ipv4, out]) =>
  [false, true].flatMap((hasIpv6) =>
    Object.entries(PUBLISHED).map(([what, published], index) => {
      const hasEndpoint = (index + Number(hasIpv6)) % 2 === 0;
      const resources = merged(
        { aws_subnet: SUBNETS, aws_route_table_association: ASSOCIATIONS },
        ...[INSTANCES, out.resources ?? {}, hasIpv6 ? EGRESS_ONLY : {}, hasEndpoint ? S3 : {}],
        { aws_security_group: groups(published) },
        published ? publishing({ ...published, to: ["app_two", "app_three"], group: "lb" }) : {},
      );
      const dual = hasIpv6 ? { ...resources, ...ipv6(resources["aws_subnet"]!) } : resources;
      const name = [ipv4, ...(hasIpv6 ? ["IPv6"] : []), what, ...(hasEndpoint ? ["S3"] : [])].join(", ");
      return [name, vpc(out.ways ?? {}, dual)] as const;
    }),
  ),
);

function merged(...all: readonly Resources[]): Resources {
  const types = [...new Set(all.flatMap((resources) => Object.keys(resources)))];
  return Object.fromEntries(
    types.map((type) => [type, Object.assign({}, ...all.map((resources) => resources[type])) as object]),
  ) as Resources;
}
