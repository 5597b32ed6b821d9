'use strict';
const os = require('node:os');
const fs = require('node:fs');

setInterval(() => fs.writeFile(os.devNull, `load ${os.loadavg()[0]}\n`, () => {}), 1000);
