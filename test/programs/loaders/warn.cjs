process.emitWarning('careful');
console.trace('here');
new Promise((_, reject) => { console.log('in'); reject(new Error('rejected')); });
