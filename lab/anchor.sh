#!/bin/bash
# Holds a lab: everything in it lives in this process's namespaces, so all of it ends when this process does.
#
#   unshare --mount --net --pid --fork --kill-child --propagation private lab/anchor.sh [standing]
#
# Prints its number as the caller knows it once the lab can be filled.
set -euo pipefail

read -r pid _ </proc/self/stat

# Processes by their numbers in here.
mount -t proc proc /proc
# The names of network namespaces, the hosts' disks, and whatever else a program leaves in /run: gone with the lab.
mount -t tmpfs -o mode=0755 lab /run
mkdir -p /run/netns /run/lab
ip link set lo up

if [ "${1:-}" = standing ]; then
	mkfifo /run/lab/hold
	exec 0<>/run/lab/hold
fi
echo "$pid"

# Ends with whoever started it, whatever that died of: the input closes. A standing lab's never does. Being process 1,
# bash also collects the processes whose parents are gone.
while read -r _; do :; done
