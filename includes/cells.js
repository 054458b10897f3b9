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
  isAgentKeyShaped: () => isAgentKeyShaped,
  isAmount: () => isAmount,
  isDate: () => isDate,
  isFlag: () => isFlag,
  isInteger: () => isInteger,
  isMiswrittenReservedName: () => isMiswrittenReservedName,
  isPeriod: () => isPeriod,
  isRate: () => isRate,
  isReservedName: () => isReservedName
});
module.exports = __toCommonJS(cells_exports);

// includes/src/agent_key.ts
var RESERVED_AGENT_NAMES = ["OWNER", "UNASSIGNED"];
var RESERVED_AGENT_NAMES_SQL = `(${RESERVED_AGENT_NAMES.map((name) => `'${name}'`).join(", ")})`;

// includes/src/white_space.ts
var RANGES = [
  [9, 13],
  [32, 32],
  [133, 133],
  [160, 160],
  [5760, 5760],
  [8192, 8202],
  [8232, 8233],
  [8239, 8239],
  [8287, 8287],
  [12288, 12288]
];
var WHITE_SPACE = RANGES.flatMap(
  ([first, last]) => Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
);
var WHITE_SPACE_SQL = `'${WHITE_SPACE.map((value) => `\\u${value.toString(16).padStart(4, "0")}`).join("")}'`;
function characterClassSql(ranges) {
  return `[${classMembersSql(ranges)}]`;
}
function classMembersSql(ranges) {
  const codePoint = (value) => `\\x{${value.toString(16).toUpperCase()}}`;
  return ranges.map(([first, last]) => first === last ? codePoint(first) : `${codePoint(first)}-${codePoint(last)}`).join("");
}
var WHITE_SPACE_MEMBERS = classMembersSql(RANGES);
var SQL_CLASS = characterClassSql(RANGES);
function trimWhiteSpaceSql(text) {
  return `TRIM(${text}, ${WHITE_SPACE_SQL})`;
}

// includes/src/names.ts
function cleanTextSql(text) {
  return `IF(REGEXP_CONTAINS(${text}, r'^([!-~]([ -~]*[!-~])?)?$'), ${text}, ${trimWhiteSpaceSql(`NORMALIZE(${text}, NFC)`)})`;
}

// includes/src/cells.ts
var allowed = {
  date: "a date as YYYY-MM-DD",
  period: "the first day of a month as YYYY-MM-DD",
  integer: "a whole number of at most 18 digits",
  amount: "a decimal number with a point and at most 15 digits before it and 9 after",
  rate: "a decimal number from 0 to 1",
  flag: "true or false",
  upstreamId: "an upstream id; those that begin with AGENT:, in whatever case, are agent keys",
  reservedName: "OWNER or UNASSIGNED, written so, or the id of somebody in particular"
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
function isAgentKeyShaped(id) {
  return `STARTS_WITH(UPPER(${cleanTextSql(id)}), 'AGENT:')`;
}
function isReservedName(id) {
  return `UPPER(${cleanTextSql(id)}) IN ${RESERVED_AGENT_NAMES_SQL}`;
}
function isMiswrittenReservedName(id) {
  return `(${isReservedName(id)} AND ${id} NOT IN ${RESERVED_AGENT_NAMES_SQL})`;
}
