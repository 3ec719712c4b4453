import { readTopology } from "../../lib/topology";
import { written } from "../reachability/networks";
import { synthesize, testEnvironment } from "../support/synthesize";

const network = (instance: object) => ({
  aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
  aws_instance: { app: { subnet_id: "${aws_subnet.a.id}", ...instance } },
});
const start = (instance: object) => {
  const { userData, metadataHopLimit } = written(network(instance)).instances[0]!;
  return { userData, metadataHopLimit };
};

test.each([
  ["as text", { user_data: "#!/bin/sh\necho $${x}\n" }, "#!/bin/sh\necho ${x}\n"],
  ["as base64", { user_data_base64: Buffer.from("#cloud-config\n").toString("base64") }, "#cloud-config\n"],
  ["in terms of what only AWS knows", { user_data: "${data.aws_ami.any.id}" }, undefined],
  ["not at all", {}, undefined],
])("user data given %s", (_, instance, userData) => {
  expect(start(instance).userData).toBe(userData);
});

test("how far away the metadata may be read", () => {
  expect(start({ metadata_options: { http_put_response_hop_limit: 2 } }).metadataHopLimit).toBe(2);
  expect(start({}).metadataHopLimit).toBeUndefined();
});

test("every network interface has an address of its own", () => {
  const macs = written(network({})).networkInterfaces.map(({ macAddress }) => macAddress);
  expect(macs).toEqual([expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/)]);
});

test("an instance's disk and credit mode are what its price needs", () => {
  const environment = testEnvironment({ diskGib: 20, nat: { creditMode: "standard" } });
  const { instances } = readTopology(synthesize(environment).folder);
  expect(instances.map(({ name, disk, creditMode }) => ({ name, disk, creditMode }))).toEqual([
    { name: "nat-b", disk: { type: "gp3", gib: 20 }, creditMode: "standard" },
    { name: "private-0", disk: { type: "gp3", gib: 20 }, creditMode: undefined },
    { name: "private-1", disk: { type: "gp3", gib: 20 }, creditMode: undefined },
  ]);
});
