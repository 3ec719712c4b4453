#!/bin/bash
# Boots systemd as process 1 of a machine: in process, mount and other namespaces of its own, on a disk of its own that
# covers the shared one, in the network namespace that it is started in.
#
#   nsenter --net=/run/netns/NAME unshare --pid --mount --uts --ipc --fork --kill-child --propagation private \
#     boot.sh DISK FOLDER CGROUP
#
# DISK is what make-disk.sh made. FOLDER keeps what the machine changes, so it is there again after a reboot; the
# number of the machine's process 1 is in FOLDER/pid. CGROUP is a folder in a cgroup2 that the machine gets as its root.
set -euo pipefail
disk=$1 folder=$2 cgroup=$3
root=$folder/root

# Its number outside, as long as /proc is the outside's.
read -r pid _ </proc/self/stat

mkdir -p "$root" "$folder/upper" "$folder/work"
mount -t overlay -o "lowerdir=$disk,upperdir=$folder/upper,workdir=$folder/work" machine "$root"

mount -t proc proc "$root/proc"
# The kernel's settings are the whole machine's, but for the network's, which are the namespace's.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
mount -o remount,bind,ro "$root/proc/sys"
mount -t tmpfs -o mode=0755 run "$root/run"
mount -t tmpfs tmp "$root/tmp"
# Read-only, by which systemd knows that devices are none of its business.
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs cgroup "$root/sys/fs/cgroup"
# With its root moved into CGROUP, the machine sees no other group and leaves none outside.
mkdir -p "$cgroup"
echo 0 >"$cgroup/cgroup.procs"
unshare --cgroup mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"

mount -t tmpfs -o mode=0755 dev "$root/dev"
for device in null zero full random urandom tty; do
	touch "$root/dev/$device"
	mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -p "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"

echo "$pid" >"$folder/pid"
cd "$root"
mkdir -p mnt
pivot_root . mnt
umount -l /mnt
exec env -i container=lab PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin \
	setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio unshare --cgroup /sbin/init
