// The service on a port of its own, which it prints.
const server = require('./service.js');

server.listen({ host: '127.0.0.1', port: 0 }).then(() => console.log(`port ${server.server.address().port}`));
