'use strict';
const http = require('node:http');

// Three at once, each over a connection of its own.
for (let i = 0; i < 3; i++) http.get({ port: Number(process.argv[2]), agent: false }, (response) => response.resume());
