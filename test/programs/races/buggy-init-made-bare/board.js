'use strict';
exports.sign = (farm, stall) => `${farm.name}: ${farm.stalls[stall]}`;
