// Built by `npm run build` from includes/src. Do not edit.
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// includes/src/cells.ts
var cells_exports = {};
__export(cells_exports, {
  allowed: () => allowed,
  isAmount: () => isAmount,
  isDate: () => isDate,
  isFlag: () => isFlag,
  isInteger: () => isInteger,
  isPeriod: () => isPeriod,
  isRate: () => isRate
});
module.exports = __toCommonJS(cells_exports);
var allowed = {
  date: "a date as YYYY-MM-DD",
  period: "the first day of a month as YYYY-MM-DD",
  integer: "a whole number of at most 18 digits",
  amount: "a decimal number with a point and at most 15 digits before it and 9 after",
  rate: "a decimal number from 0 to 1",
  flag: "true or false"
};
function isDate(cell) {
  return `(REGEXP_CONTAINS(${cell}, r'^[0-9]{4}-[0-9]{2}-[0-9]{2}$') AND (${cell} IS NULL OR SAFE_CAST(${cell} AS DATE) IS NOT NULL))`;
}
function isPeriod(cell) {
  return `(REGEXP_CONTAINS(${cell}, r'^[0-9]{4}-[0-9]{2}-01$') AND (${cell} IS NULL OR SAFE_CAST(${cell} AS DATE) IS NOT NULL))`;
}
function isInteger(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^-?[0-9]{1,18}$')`;
}
function isAmount(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^-?[0-9]{1,15}([.][0-9]{1,9})?$')`;
}
function isRate(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^(0([.][0-9]{1,9})?|1([.]0{1,9})?)$')`;
}
function isFlag(cell) {
  return `LOWER(${cell}) IN ('true', 'false')`;
}
