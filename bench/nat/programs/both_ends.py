# What programs share that are a client and its server in one: a packet's whole way is then one call of theirs, and no
# other process has to be woken for it, so that what else the machine does hardly shows in the median.
import ctypes
import os
import socket
import struct

CLONE_NEWNET = 0x40000000
# With it, closing resets a connection: no port waits to be free again.
RESET = struct.pack("ii", 1, 0)

libc = ctypes.CDLL(None, use_errno=True)


def enter(namespace):
    """Lets the sockets that are made from now on be in a network namespace of that name."""
    file = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    if libc.setns(file, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), f"setns {namespace}")
    os.close(file)


def reset_when_closed(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
