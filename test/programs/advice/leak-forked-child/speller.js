'use strict';
process.on('message', (word) => process.send(word.replace('ie', 'ei')));
