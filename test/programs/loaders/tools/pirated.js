function say() {
  console.log('BEFORE');
  return 'BEFORE';
}
console.log(say(), say.toString());
throw new Error('BEFORE');
