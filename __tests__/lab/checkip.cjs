// Tells whoever asks at port 8053 from which address that came, as checkip.amazonaws.com does.
const { createServer } = require("node:http");

createServer(({ socket }, response) => response.end(`${socket.remoteAddress}\n`)).listen(
  8053,
  "0.0.0.0",
  () => console.log("ready"),
);
