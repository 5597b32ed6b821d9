const lib = require('./lib.cjs');
function a(){ b(); }
function b(){ c(); }
function c(){ d(); }
function d(){ e(); }
function e(){
	lib.fail('x');
}
a();
