#!/bin/sh
# What the VPC user guide tells to make a NAT instance with ("NAT instances", "Create a NAT AMI"), where it changes what
# the kernel does. The rules of iptables-services for the host itself are left out, as nothing forwarded meets them, and
# so is saving. ens5 is interface #0, the "primary network interface".
set -eu
sysctl -q -w net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
iptables -F FORWARD
