const rooms = new Map();
const guests = [];

exports.rooms = () => rooms;
exports.hall = { guests: () => guests };
