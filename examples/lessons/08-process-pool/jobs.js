'use strict';
const { createCipheriv, createHash, randomBytes } = require('node:crypto');

function isPrime(text) {
  const n = Number(text);
  if (n % 2 === 0) return n === 2;
  for (let d = 3; d * d <= n; d += 2) if (n % d === 0) return false;
  return n > 1;
}

function sum(limit) {
  let total = 0;
  for (let i = 0; i < limit; i++) total += i;
  return total;
}

function encrypt(text) {
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update('tea').digest(), randomBytes(16));
  return cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
}

const jobs = { isPrime, sum, encrypt };

process.on('message', ([name, argument]) => process.send(jobs[name](argument)));
