# Opens a TCP connection to port 5202 and breaks it off, one after the other, and prints how many a second.
#
#   python3 connect.py ADDRESS SECONDS
import socket
import struct
import sys
import time

server, seconds = (sys.argv[1], 5202), float(sys.argv[2])
# Closing resets the connection: no port waits to be free again.
RESET = struct.pack("ii", 1, 0)

count = 0
start = time.monotonic()
while time.monotonic() - start < seconds:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.connect(server)
    connection.close()
    count += 1
print(count / (time.monotonic() - start))
