# Sends ICMP echo requests, each once the reply to the one before is there, and prints the median time in microseconds.
# ping does the same, but prints whole microseconds.
#
#   python3 -B echo.py ADDRESS COUNT
import socket
import statistics
import struct
import sys
import time

server, count = (sys.argv[1], 0), int(sys.argv[2])
ECHO_REQUEST, ECHO_REPLY, IDENTIFIER = 8, 0, 77
IP_HEADER = 20


def request(sequence):
    def header(checksum):
        return struct.pack("!BBHHH", ECHO_REQUEST, 0, checksum, IDENTIFIER, sequence)

    total = sum(struct.unpack("!4H", header(0)))
    return header(~((total >> 16) + (total & 0xFFFF)) & 0xFFFF)


raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
times = []
for sequence in range(count):
    packet = request(sequence)
    start = time.perf_counter_ns()
    raw.sendto(packet, server)
    reply = raw.recv(128)
    times.append(time.perf_counter_ns() - start)
    if reply[IP_HEADER] != ECHO_REPLY or reply[-2:] != packet[-2:]:
        sys.exit(f"unexpected answer: {reply.hex()}")
print(statistics.median(times) / 1000)
