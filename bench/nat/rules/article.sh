#!/bin/sh
# The article's four commands (docs/article.md), with ens5 and ens6 for its eth0 and eth1.
set -eu
sysctl -q -w net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
iptables -A FORWARD -i ens5 -o ens6 -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -i ens6 -o ens5 -j ACCEPT
