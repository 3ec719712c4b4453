"""What AWS refuses and moto 5.2 takes: deleting what something else stands in, and routes to what is not there.

Each refusal has the code and the words of AWS's own, and is also a line `REFUSED ...` of the server's standard error,
by which tests see that nothing was refused on the way.
"""

import inspect
import os
import sys

from moto.ec2 import exceptions
from moto.ec2.models import (
    elastic_ip_addresses,
    elastic_network_interfaces,
    internet_gateways,
    route_tables,
    security_groups,
    subnets,
    vpcs,
)


def install():
    log_refusals(exceptions.DependencyViolationError, exceptions.InvalidSubnetConflictError)
    before(subnets.SubnetBackend, "delete_subnet", subnet_is_empty)
    before(elastic_network_interfaces.NetworkInterfaceBackend, "delete_network_interface", interface_is_unused)
    before(elastic_network_interfaces.NetworkInterface, "delete", interface_goes_with_its_instance)
    before(security_groups.SecurityGroupBackend, "delete_security_group", group_is_unused)
    before(internet_gateways.InternetGatewayBackend, "detach_internet_gateway", no_address_is_mapped)
    before(elastic_ip_addresses.ElasticAddressBackend, "release_address", address_is_unused)
    before(vpcs.VPCBackend, "delete_vpc", vpc_is_empty)
    before(route_tables.RouteBackend, "create_route", route_leads_somewhere)
    before(route_tables.RouteBackend, "replace_route", route_leads_somewhere)
    if os.environ.get("EMULATOR_DETACHES_AT_ONCE"):
        answer_detached_once()


# A subnet goes only when no interface is left in it: an instance's, an endpoint's, a NAT gateway's or a free one.
def subnet_is_empty(backend, subnet_id):
    if any(interface.subnet.id == subnet_id for interface in living_interfaces(backend)):
        violate(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")


# An attached interface is the instance's: it is detached first.
def interface_is_unused(backend, eni_id):
    interface = backend.enis.get(eni_id)
    if interface is not None and interface.attachment_id and is_alive(interface):
        refuse("InvalidParameterValue", f"Network interface '{eni_id}' is currently in use.")


def interface_goes_with_its_instance(interface):
    interface.attachment_id = None


# A group goes only when no interface has it and no rule of another group names it.
def group_is_unused(backend, name=None, group_id=None):
    group = backend.get_security_group_by_name_or_id(group_id or name)
    if group is None:
        return
    used = any(has_group(interface.group_set, group) for interface in living_interfaces(backend))
    in_endpoint = any(group.id in endpoint.security_group_ids for endpoint in living_endpoints(backend))
    others = [other for other in backend.groups[group.vpc_id].values() if other.id != group.id]
    rules = [rule for other in others for rule in [*other.ingress_rules, *other.egress_rules]]
    named = any((rule.source_group or {}).get("GroupId") == group.id for rule in rules)
    if used or in_endpoint or named:
        violate(f"resource {group.id} has a dependent object")


# Public addresses are translated by the gateway, which cannot leave before them.
def no_address_is_mapped(backend, internet_gateway_id, vpc_id):
    elastic = [address.eni for address in backend.addresses if address.eni is not None]
    mapped = [i for i in living_interfaces(backend) if i.vpc_id == vpc_id and (i.public_ip or i in elastic)]
    if mapped:
        violate(
            f"Network {vpc_id} has some mapped public address(es). "
            "Please unmap those public address(es) before detaching the gateway."
        )


# An address that is in use is disassociated first.
def address_is_unused(backend, address=None, allocation_id=None):
    for elastic in backend.addresses:
        if allocation_id is not None and elastic.allocation_id == allocation_id:
            if elastic.association_id and elastic.eni is not None and is_alive(elastic.eni):
                refuse("InvalidIPAddress.InUse", f"Address {elastic.public_ip} is in use.")


# Of what is in a VPC, only its own default group, main route table and default ACL go with it.
def vpc_is_empty(backend, vpc_id):
    gateways = [
        *(gateway for gateway in backend.internet_gateways.values() if gateway.vpc and gateway.vpc.id == vpc_id),
        *(gateway for gateway in backend.egress_only_internet_gateways.values() if gateway.vpc_id == vpc_id),
    ]
    groups = [group for group in backend.groups[vpc_id].values() if not group.is_default]
    interfaces = [interface for interface in living_interfaces(backend) if interface.vpc_id == vpc_id]
    endpoints = [endpoint for endpoint in living_endpoints(backend) if endpoint.vpc_id == vpc_id]
    if gateways or groups or interfaces or endpoints:
        violate(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")


# A route leads to what is there, and in the route table's own VPC.
def route_leads_somewhere(backend, route_table_id, **target):
    vpc_id = backend.get_route_table(route_table_id).vpc_id
    nat_gateway_id = target.get("nat_gateway_id")
    if nat_gateway_id is not None:
        gateway = backend.nat_gateways.get(nat_gateway_id)
        if gateway is None or gateway.state == "deleted":
            refuse("InvalidNatGatewayID.NotFound", f"The natGateway ID '{nat_gateway_id}' does not exist")
        in_same_vpc(route_table_id, vpc_id, f"NAT gateway {nat_gateway_id}", gateway.vpc_id)
    interface_id = target.get("interface_id")
    if interface_id is not None and interface_id in backend.enis:
        in_same_vpc(route_table_id, vpc_id, f"interface {interface_id}", backend.enis[interface_id].vpc_id)
    gateway = backend.internet_gateways.get(target.get("gateway_id") or "")
    if gateway is not None:
        in_same_vpc(route_table_id, vpc_id, f"network gateway {gateway.id}", gateway.vpc and gateway.vpc.id)


def in_same_vpc(route_table_id, vpc_id, what, other_vpc_id):
    if other_vpc_id != vpc_id:
        refuse("InvalidParameterValue", f"route table {route_table_id} and {what} belong to different networks")


def answer_detached_once():
    """Answers for a detached attachment, when the provider asks for it by its id, that it is detached. AWS answers with
    nothing, which the provider takes for "not there yet" during 2.5 minutes (hashicorp/terraform-provider-aws, issue
    45835)."""
    backend_class = elastic_network_interfaces.NetworkInterfaceBackend
    detach, describe = backend_class.detach_network_interface, backend_class.get_all_network_interfaces
    detached = {}

    def detach_network_interface(backend, attachment_id):
        interfaces = [i for i in backend.enis.values() if i.attachment_id == attachment_id]
        detach(backend, attachment_id)
        for interface in interfaces:
            detached[attachment_id] = interface

    def get_all_network_interfaces(backend, eni_ids=None, filters=None):
        (attachment_id,) = (filters or {}).get("attachment.attachment-id") or [None]
        interface = detached.pop(attachment_id, None)
        if interface is not None:
            return [Detached(interface, attachment_id)]
        return describe(backend, eni_ids, filters)

    backend_class.detach_network_interface = detach_network_interface
    backend_class.get_all_network_interfaces = get_all_network_interfaces


class Detached:
    """An interface as it is, with the attachment that it had."""

    def __init__(self, interface, attachment_id):
        self._interface = interface
        self.attachment = DetachedAttachment()
        self.attachment.attachment_id = attachment_id

    def __getattr__(self, name):
        return getattr(self._interface, name)


class DetachedAttachment:
    attach_time = None
    delete_on_termination = False
    device_index = 1
    network_card_index = 0
    instance_id = None
    instance_owner_id = None
    status = "detached"


def has_group(groups, group):
    # An instance's are groups, an interface's own are groups or ids.
    return any(getattr(each, "id", each) == group.id for each in groups)


def living_interfaces(backend):
    return [interface for interface in backend.enis.values() if is_alive(interface)]


def is_alive(interface):
    """Whether it is there for AWS: moto keeps the interfaces of terminated instances."""
    return interface.instance is None or interface.instance._state.name != "terminated"


def living_endpoints(backend):
    return [endpoint for endpoint in backend.vpc_end_points.values() if endpoint.state != "deleted"]


def violate(message):
    raise exceptions.DependencyViolationError(message)


def refuse(code, message):
    log(code, message)
    raise exceptions.EC2ClientError(code, message)


def log_refusals(*errors):
    """Logs those that moto itself makes, too."""
    for error in errors:
        error.__init__ = logging(error.__init__)


def logging(initialize):
    def initialize_and_log(self, *args):
        initialize(self, *args)
        log(self.code, self.message)

    return initialize_and_log


def log(code, message):
    print(f"REFUSED {code}: {message}", file=sys.stderr, flush=True)


def before(owner, name, check):
    method = getattr(owner, name)

    def checked(self, *args, **kwargs):
        check(self, **named(method, self, args, kwargs))
        return method(self, *args, **kwargs)

    setattr(owner, name, checked)


def after(owner, name, effect):
    method = getattr(owner, name)

    def affected(self, *args, **kwargs):
        result = method(self, *args, **kwargs)
        effect(self, **named(method, self, args, kwargs))
        return result

    setattr(owner, name, affected)


def named(method, self, args, kwargs):
    """All arguments by their names, however they were given."""
    arguments = inspect.signature(method).bind(self, *args, **kwargs).arguments
    return {name: value for name, value in arguments.items() if name != "self"}
