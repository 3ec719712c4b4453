"""What AWS answers and moto 5.2 does not."""

from moto.ec2.models import subnets


def install():
    subnets.Subnet.ipv6_cidr_block_association_set = property(ipv6_associations)


# moto wraps the state of a subnet's IPv6 range twice, so that the AWS provider waits for "associated" in vain.
def ipv6_associations(subnet):
    return [
        {
            "associationId": each["associationId"],
            "ipv6CidrBlock": each["ipv6CidrBlock"],
            "ipv6CidrBlockState": {"state": each["ipv6CidrBlockState"]["State"]},
        }
        for each in subnet.ipv6_cidr_block_associations.values()
        if each["ipv6CidrBlockState"]["State"] == "associated"
    ]
