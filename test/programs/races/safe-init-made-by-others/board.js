'use strict';
exports.sign = (cow) => cow.stall.toUpperCase();
exports.isFull = (cow, least) => least < cow.litres;
