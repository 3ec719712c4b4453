"""The network interfaces that AWS makes and takes away by itself, and moto 5.2 does not: so they stand in subnets, have
groups and hold addresses, and what is refused because of that is refused here too."""

from moto.ec2.models import nat_gateways, vpcs
from moto.elbv2.models import ELBv2Backend
from refusals import after


def install():
    after(vpcs.VPCBackend, "modify_vpc_endpoint", drop_interfaces_of_left_subnets)
    after(nat_gateways.NatGatewayBackend, "delete_nat_gateway", drop_interface_of_gateway)
    after(ELBv2Backend, "create_load_balancer", give_load_balancer_interfaces)
    after(ELBv2Backend, "delete_load_balancer", drop_interfaces_of_gone_load_balancers)


# An endpoint that leaves a subnet takes its interface there along; moto leaves it behind, to stand in the way.
def drop_interfaces_of_left_subnets(backend, vpc_id, **_):
    # So is the endpoint's own id called there.
    (endpoint,) = backend.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])
    for interface_id in list(endpoint.network_interface_ids):
        interface = backend.enis.get(interface_id)
        if interface is not None and interface.subnet.id not in endpoint.subnet_ids:
            endpoint.network_interface_ids.remove(interface_id)
            del backend.enis[interface_id]


# A NAT gateway's interface goes with it, and its Elastic IP is free again.
def drop_interface_of_gateway(backend, nat_gateway_id):
    interface = backend.nat_gateways[nat_gateway_id]._eni
    for address in backend.addresses:
        if address.eni is interface:
            address.eni = address.association_id = None
    backend.enis.pop(interface.id, None)


# A load balancer has an interface in each of its subnets.
def give_load_balancer_interfaces(backend, name, **_):
    (balancer,) = [each for each in backend.load_balancers.values() if each.name == name]
    groups = balancer.security_groups or []
    for subnet in balancer.subnets:
        backend.ec2_backend.create_network_interface(
            subnet, None, group_ids=groups, description=description(balancer.arn)
        )


def drop_interfaces_of_gone_load_balancers(backend, **_):
    enis = backend.ec2_backend.enis
    left = [description(arn) for arn in backend.load_balancers]
    for interface in list(enis.values()):
        described = interface.description or ""
        if described.startswith("ELB ") and described not in left:
            del enis[interface.id]


# `ELB net/name/0123456789abcdef`, as AWS describes them.
def description(arn):
    return f"ELB {arn.partition(':loadbalancer/')[2]}"
