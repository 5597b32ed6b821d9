// expect: timer.leak carousel.js:13
// stop-after: 5
'use strict';
const { Carousel } = require('./carousel');

const shown = [];
const carousel = new Carousel((picture) => shown.push(picture));
carousel.play(['fjord', 'fell', 'fen'], 20);
setTimeout(() => {
  carousel.pause();
  console.log('shown', shown.length > 0 ? shown.join(' ') : 'nothing');
}, 90);
