console.log('tla');
await 1;
console.log(new Error('x').stack);
await new Promise(() => {});
