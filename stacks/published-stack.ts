import { Lb } from "@cdktf/provider-aws/lib/lb";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Environment } from "../lib/config/environment";
import { PublishedService } from "../lib/constructs/published-service";
import { BaseStack, BaseStackProps } from "./base-stack";
import { Network } from "./network";
import { PrivateInstancesStack } from "./private-instances-stack";

export interface PublishedStackProps extends BaseStackProps {
  readonly network: Network;
  readonly privateInstances: PrivateInstancesStack;
}

/**
 * Makes a network load balancer in the public subnets, its security group, and for each published service a listener
 * with its target group of private instances. In us-east-1 $16.43 a month for its hours, $3.65 for its public address in
 * each zone, and $0.006 for each hour and unit of what passes (NLCU).
 */
export class PublishedStack extends BaseStack {
  private readonly loadBalancer: Lb;

  constructor(scope: Construct, props: PublishedStackProps) {
    super(scope, "published", props);
    const { environment, network, privateInstances } = props;
    const loadBalancerGroupId = this.createSecurityGroup(network.vpcId);
    this.loadBalancer = this.createLoadBalancer(props, loadBalancerGroupId);
    for (const { name, to, ...service } of environment.publish) {
      new PublishedService(this, `published_${name}`, {
        ...service,
        vpcId: network.vpcId,
        loadBalancerArn: this.loadBalancer.arn,
        loadBalancerGroupId,
        targets: targetsOf(to, privateInstances),
      });
    }
    this.letLoadBalancerIn(environment, loadBalancerGroupId, privateInstances.securityGroupId);
    this.createOutputs(environment);
  }

  /** It has no rule of its own: the services bring theirs. */
  private createSecurityGroup(vpcId: string): string {
    return new SecurityGroup(this, "load_balancer", {
      name: "Load balancer",
      description: "The load balancer of the published services",
      vpcId,
    }).id;
  }

  private createLoadBalancer(
    { environment, network: { zones } }: PublishedStackProps,
    securityGroupId: string,
  ): Lb {
    return new Lb(this, "published", {
      loadBalancerType: "network",
      internal: false,
      subnets: zones.flatMap(({ publicSubnetId }) => publicSubnetId ?? []),
      // One that is made without can never get any.
      securityGroups: [securityGroupId],
      // A zone without a target of each service would else be left out for all of them (ELB user guide, "Cross-zone load
      // balancing for target groups"). What crosses zones costs $0.01 a GB each way.
      enableCrossZoneLoadBalancing: missesAZone(environment),
    });
  }

  /** One rule for each port, whichever services it is for: AWS refuses the same rule twice. */
  private letLoadBalancerIn(
    { publish }: Environment,
    loadBalancerGroupId: string,
    instancesGroupId: string,
  ): void {
    const ports = publish.flatMap(({ protocol, targetPort, healthCheckPort }) => [
      [protocol, targetPort] as const,
      ["tcp", healthCheckPort] as const,
    ]);
    for (const [id, [ipProtocol, port]] of new Map(
      ports.map((each) => [`to_instances_${each.join("_")}`, each]),
    )) {
      const rule = { ipProtocol, fromPort: port, toPort: port };
      const place = new Construct(this, id);
      new VpcSecurityGroupEgressRule(place, "Egress", {
        ...rule,
        securityGroupId: loadBalancerGroupId,
        referencedSecurityGroupId: instancesGroupId,
        description: "To the private instances",
      });
      new VpcSecurityGroupIngressRule(place, "Ingress", {
        ...rule,
        securityGroupId: instancesGroupId,
        referencedSecurityGroupId: loadBalancerGroupId,
        description: "From the load balancer",
      });
    }
  }

  private createOutputs({ publish }: Environment): void {
    new TerraformOutput(this, "published_at", {
      value: Object.fromEntries(
        publish.map(({ name, port }) => [name, `${this.loadBalancer.dnsName}:${port}`]),
      ),
      description: "Where each published service is reached",
    });
  }
}

/** Whether a service has no instance in some zone; they are spread over the zones in turn. */
function missesAZone({ publish, privateInstances: { count }, zones }: Environment): boolean {
  const all = Array.from({ length: count }, (_, index) => `private-${index}`);
  return publish.some(({ to = all }) => {
    return new Set(to.map((name) => all.indexOf(name) % zones.length)).size < zones.length;
  });
}

/** The instances that a service names as `npm run explain` does, `private-0`, by their names in addresses. */
function targetsOf(
  to: readonly string[] | undefined,
  { instances }: PrivateInstancesStack,
): Record<string, string> {
  const all = instances.map(({ id }, index) => [`private_${index}`, id] as const);
  return Object.fromEntries(all.filter(([name]) => to?.includes(name.replace("_", "-")) ?? true));
}
