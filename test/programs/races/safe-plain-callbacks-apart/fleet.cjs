'use strict';
const fleet = { meters: { van: { km: 1000, unit: 'km' }, bus: { km: 50, unit: 'km' } } };

module.exports = {
  askMeter(vehicle, tell) {
    const meter = fleet.meters[vehicle];
    setTimeout(() => tell(meter), 25);
  },
  storeMeter(vehicle, meter, tell) {
    setTimeout(() => {
      fleet.meters[vehicle] = meter;
      tell();
    }, 25);
  },
};
