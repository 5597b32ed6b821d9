'use strict';
exports.job = (name, work) => work(name, (error) => console.log(name, error ?? 'done'));
