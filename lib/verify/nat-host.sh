# shellcheck shell=sh
# Says whether the NAT host's probe runs, and how many seconds ago it last got through, in a line each.
#
#   sh nat-host.sh

echo "probe=$(systemctl is-active nat-probe.service)"
# The probe touches it whenever it gets through.
if last=$(stat --format %Y /run/nat-probe/through); then
	echo "through=$(($(date +%s) - last))"
fi
