"""Puts packets, of IPv4 or IPv6, on a cable as they are, a line of hexadecimal each, for the host with that MAC address:

python3 send-packets.py DEVICE MAC
"""

import socket
import sys

device, mac = sys.argv[1:]
cable = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
cable.bind((device, 0))
own = cable.getsockname()[4]
for line in sys.stdin:
    packet = bytes.fromhex(line)
    ethertype = b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\x00"
    cable.send(bytes.fromhex(mac.replace(":", "")) + own + ethertype + packet)
