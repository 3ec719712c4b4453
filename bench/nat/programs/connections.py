# Opens TCP connections and breaks them off, one after the other, and prints the median time that one takes in
# microseconds.
#
#   python3 -B connections.py CLIENT SERVER ADDRESS COUNT     CLIENT and SERVER are network namespaces
import socket
import statistics
import sys
import time

from both_ends import enter, reset_when_closed

client, server, address, count = *sys.argv[1:4], int(sys.argv[4])
PORT = 5202

enter(server)
listener = socket.create_server((address, PORT))
enter(client)
times = []
for _ in range(count):
    start = time.perf_counter_ns()
    connection = socket.socket()
    reset_when_closed(connection)
    connection.connect((address, PORT))
    connection.close()
    times.append(time.perf_counter_ns() - start)
    listener.accept()[0].close()
print(statistics.median(times) / 1000)
