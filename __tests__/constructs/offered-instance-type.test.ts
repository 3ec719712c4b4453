import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { synthesize, testEnvironment } from "../support/synthesize";

const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

/** What a stack asks EC2 for, and what it says when that is not offered. */
function asked(stack: "nat-instance" | "private-instances", changes: object) {
  const { data } = synthesize(testEnvironment({ zones, ...changes })).json(stack);
  const offerings = Object.values<any>(data.aws_ec2_instance_type_offerings ?? {});
  return offerings.map(({ filter, lifecycle }) => ({
    type: filter[0].values,
    zones: filter[1].values,
    message: lifecycle.postcondition[0].error_message,
  }));
}

test("EC2 is asked whether it offers the NAT hosts' type in each of their zones", () => {
  const file = synthesize(testEnvironment({ zones })).file("nat-instance");
  expect(file).toHaveDataSourceWithProperties(DataAwsEc2InstanceTypeOfferings, {
    location_type: "availability-zone",
    filter: [
      { name: "instance-type", values: ["t4g.nano"] },
      { name: "location", values: ["eu-central-1a"] },
    ],
    lifecycle: {
      postcondition: [
        {
          condition: '${length(setsubtract(["eu-central-1a"], self.locations)) == 0}',
          error_message:
            'nat.instanceType: EC2 does not offer t4g.nano to this account in ${join(", ", setsubtract(["eu-central-1a"], self.locations))}; choose another type or zone.',
        },
      ],
    },
  });
  expect(asked("nat-instance", { nat: { placement: "per-zone" } })).toMatchObject([{ zones }]);
});

test("and the private instances' type in the zones that have one", () => {
  const changes = { privateInstances: { count: 2, instanceType: "m7g.large" } };
  expect(asked("private-instances", changes)).toMatchObject([
    {
      type: ["m7g.large"],
      zones: zones.slice(0, 2),
      message: expect.stringMatching(/^privateInstances\.instanceType: /),
    },
  ]);
  expect(asked("private-instances", { privateInstances: { count: 0 } })).toEqual([]);
});
