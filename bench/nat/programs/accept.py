# Accepts connections on port 5202 and closes them, until it is ended.
import socket

listener = socket.create_server(("0.0.0.0", 5202), backlog=4096)
print("ready", flush=True)
while True:
    listener.accept()[0].close()
