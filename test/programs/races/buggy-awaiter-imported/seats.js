"use strict";
const tslib_1 = require("./tslib.js");
const { setTimeout: sleep } = require('node:timers/promises');
const seats = new Map(['1A', '1B'].map((name) => [name, { name, guest: null }]));
const check = (guest) => tslib_1.__awaiter(void 0, void 0, void 0, function* () {
    yield sleep(guest.length);
    return guest !== '';
});
exports.seats = seats;
exports.reserve = (name_1, guest_1, ...args_1) => tslib_1.__awaiter(void 0, [name_1, guest_1, ...args_1], void 0, function* (name, guest, notify = () => undefined) {
    const seat = seats.get(name);
    if (seat.guest !== null)
        return false;
    if (!(yield check(guest)))
        return false;
    seat.guest = guest;
    notify(seat);
    return true;
});
