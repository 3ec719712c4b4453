# shellcheck shell=bash
# Every ten seconds asks, as a private instance would, whether the internet answers, and heals the host when it does not:
# loads rules and kernel settings again, then restarts networkd, then reboots. It reads no clock that can be set.
#
#   SUBNET=10.8.2.0/24 SOURCE=10.8.2.3 MAC=02:… DESTINATIONS="1.1.1.1 8.8.8.8" bash nat-probe.sh

# The namespace, and the cable's end in the host.
name=nat-probe
cable=02:00:00:00:00:01
# There while a reboot is allowed: a disk that takes nothing more then stops reboots.
brake=$STATE_DIRECTORY/may-reboot

# Its address is one of the private subnet's that AWS keeps for itself: nobody has it, and the rules translate it.
make_namespace() {
	ip netns delete $name
	ip link delete $name
	ip netns add $name
	ip link add $name address $cable type veth peer name out netns $name
	ip link set $name up
	ip route replace "$SOURCE" dev $name
	ip -n $name -batch - <<-END
		address add $SOURCE dev out
		link set out up
		route add default via 169.254.0.1 dev out onlink
		neigh add 169.254.0.1 lladdr $cable dev out
	END
} 2>/dev/null

# All are asked at once, and the first that answers is enough.
# shellcheck disable=SC2016
internet_answers() {
	read -r < <(for to in $DESTINATIONS; do
		"$@" timeout 2 bash -c ': <"/dev/tcp/$1/443"' - "$to" && echo &
	done)
} 2>/dev/null

# An interface that is not attached is for nobody here to heal.
private_interface_is_up() {
	[[ $(cat /sys/class/net/*/address) != *"$MAC"* || $(ip -4 address show up to "$SUBNET") ]]
} 2>/dev/null

load_again() {
	echo "no way through to $DESTINATIONS; loading rules and kernel settings again"
	make_namespace
	timeout 20 /usr/lib/systemd/systemd-sysctl
	[[ ! -x /usr/sbin/nft ]] || timeout 20 nft --file /etc/nftables/nat-host.nft
}

restart_networkd() {
	echo "still no way through; restarting systemd-networkd"
	timeout 20 systemctl unmask systemd-networkd
	timeout 20 systemctl reset-failed systemd-networkd
	timeout 20 systemctl restart systemd-networkd
}

# Again only after ten minutes of answers.
reboot_once() {
	if ! rm "$brake" 2>/dev/null || ! timeout 5 sync "${brake%/*}"; then
		((braked++)) || echo "$1; not rebooting, too soon after the last time: this needs people"
		return
	fi
	echo "$1; rebooting"
	timeout 10 systemctl reboot --force || systemctl reboot --force --force
	sleep 30
}

table_is_full() {
	local table=/proc/sys/net/netfilter/nf_conntrack
	(($(<${table}_count) * 100 > $(<${table}_max) * 95))
} 2>/dev/null

# What harms nobody comes first. Where the host itself gets no answer either, it may be the internet that is gone, which
# no reboot brings back: that has five minutes. Who waits for an answer may get it meanwhile, so the probe asks once more. A full table refuses what is new, and a reboot would end what is old.
heal() {
	if table_is_full; then
		((failures % 60 != 1)) || echo "the table of connections is full"
		return
	fi
	case $((failures % 60)) in
	1) load_again ;;
	2) restart_networkd ;;
	esac
	if ((failures > 60)) || { ((failures > 5)) && internet_answers && ! internet_answers ip netns exec $name; }; then
		reboot_once "still no way through"
	fi
}

# Nothing that forwards needs process 1. But healing does, and any way in.
watch_systemd() {
	if timeout 5 systemctl show --property Version >/dev/null 2>&1; then
		silent=0
	elif ((++silent > 3)); then
		reboot_once "systemd has not answered for a minute"
	fi
}

failures=0 answers=0 braked=0 silent=0 pause=10
make_namespace
while sleep $pause; do
	# Without it, which harms nobody, the host would be rebooted.
	[[ -e /sys/class/net/$name ]] || make_namespace
	if private_interface_is_up && internet_answers ip netns exec $name; then
		((failures == 0)) || echo "through again"
		failures=0 braked=0 pause=10
		: >"$RUNTIME_DIRECTORY/through"
		((++answers != 60)) || : >"$brake"
		watch_systemd
	else
		((++failures))
		answers=0 pause=1
		heal
	fi
done
