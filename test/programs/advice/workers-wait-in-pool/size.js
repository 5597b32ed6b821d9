'use strict';
module.exports = async (url) => {
  const response = await fetch(url);
  return (await response.text()).length;
};
