// expect: nothing
'use strict';
const { Carousel } = require('./carousel');

const shown = [];
const carousel = new Carousel((picture) => shown.push(picture));
carousel.play(['fjord', 'fell', 'fen'], 20);
setTimeout(() => {
  carousel.pause();
  setTimeout(() => carousel.stop(), 60);
  console.log('shown', shown.length > 0 ? shown.join(' ') : 'nothing');
}, 90);
