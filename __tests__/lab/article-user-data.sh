#!/bin/bash
# What the article's NAT host runs once, at its first boot: forwarding, translation, and two rules, in the names that
# its network interfaces had on Amazon Linux 2.
sysctl -w net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
iptables -A FORWARD -i eth1 -o eth0 -j ACCEPT
iptables -A FORWARD -i eth0 -o eth1 -m state --state RELATED,ESTABLISHED -j ACCEPT
