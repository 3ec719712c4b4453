#!/bin/bash
# Makes the disk that the lab's machines boot from: Debian 12, whose systemd 252 and cloud-init 22 are those of Amazon
# Linux 2023, made to look like it where the NAT host can tell the difference.
#
#   make-disk.sh FOLDER      FOLDER must not exist; it does only once the disk is complete, FOLDER.part until then
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$1
work=$target.part

# Of a run that was killed.
rm -rf "$work"

packages=$(grep -v '^#' "$here/packages.txt" | paste -sd,)
mmdebstrap --mode=root --variant=minbase --include="$packages" --skip=output/dev bookworm "$work"

cp -R "$here/root/." "$work/"

# Neither is there at first; dnf brings both (root/usr/bin/dnf).
mkdir -p "$work/usr/lib/lab/hidden"
for program in nft iptables iptables-save iptables-restore conntrack; do
	mv "$work/usr/sbin/$program" "$work/usr/lib/lab/hidden/"
done

# EC2 tells a machine by its firmware that it is one of its own, by a number that begins so; a container has no
# firmware.
sed -i 's|/sys/hypervisor/uuid|/etc/lab/hypervisor-uuid|' \
	"$work/usr/lib/python3/dist-packages/cloudinit/sources/DataSourceEc2.py"
mkdir -p "$work/etc/lab"
echo ec2a0000-0000-4000-8000-000000000000 >"$work/etc/lab/hypervisor-uuid"

# Network interfaces here are veth, and systemd's file for EC2's network interfaces is for theirs. The probe's is one in
# both places.
sed -i '/^Driver=/s/$/ veth\nName=!nat-probe/' "$work/usr/lib/systemd/network/80-ec2.network"

chroot "$work" systemctl --quiet enable systemd-networkd systemd-networkd-wait-online lab-interfaces
# Nothing here is to be checked, mounted, or asked of the real machine's time and devices.
chroot "$work" systemctl --quiet mask systemd-timesyncd systemd-resolved apt-daily.timer apt-daily-upgrade.timer \
	dpkg-db-backup.timer fstrim.timer e2scrub_all.timer getty.target console-getty.service
# Each host gets one of its own at its first boot.
: >"$work/etc/machine-id"
rm -f "$work/etc/hostname" "$work/etc/resolv.conf"
echo "nameserver 169.254.169.253" >"$work/etc/resolv.conf"

mv "$work" "$target"
