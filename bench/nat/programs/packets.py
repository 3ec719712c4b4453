# Sends UDP datagrams, and prints the median time in microseconds that one takes to be with the server.
#
#   python3 -B packets.py CLIENT SERVER ADDRESS BYTES COUNT     CLIENT and SERVER are network namespaces
import socket
import statistics
import sys
import time

from both_ends import enter

client, server, address, size, count = *sys.argv[1:4], *map(int, sys.argv[4:6])
PORT = 5203

enter(server)
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind((address, PORT))
receiver.settimeout(5)
enter(client)
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.connect((address, PORT))
payload = bytes(size)
# Answered once, the connection is an established one, as those are that carry much.
sender.send(payload)
receiver.sendto(b"answer", receiver.recvfrom(size)[1])
sender.recv(size)
times = []
for _ in range(count):
    start = time.perf_counter_ns()
    sender.send(payload)
    times.append(time.perf_counter_ns() - start)
    # None is lost on the way.
    receiver.recv(size)
print(statistics.median(times) / 1000)
