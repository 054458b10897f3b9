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

// includes/src/aliases.ts
var aliases_exports = {};
__export(aliases_exports, {
  changedNow: () => changedNow,
  details: () => details,
  endOfDetails: () => endOfDetails,
  subject: () => subject
});
module.exports = __toCommonJS(aliases_exports);

// includes/src/digest.ts
function hexDigestSql(algorithm, text) {
  return `TO_HEX(${algorithm}(${text}))`;
}

// includes/src/fields.ts
function fieldsSql(...expressions) {
  const parts = expressions.flatMap((expression) => {
    const literal = /^'([\w/]+)'$/.exec(expression)?.[1];
    if (literal !== void 0) return [`'${literal.length}:${literal}'`];
    return [
      `COALESCE(CAST(BYTE_LENGTH(${expression}) AS STRING), 'N')`,
      `IF(${expression} IS NULL, '', ':')`,
      `COALESCE(${expression}, '')`
    ];
  });
  return `CONCAT(${parts.join(", ")})`;
}

// includes/src/aliases.ts
function touchedNow(aliases, time) {
  return `FROM ${aliases} AS touched WHERE touched.tenant_id = @tenant_id AND touched.kind = @kind AND touched.${time} = head.locked_at`;
}
function changedNow(aliases, time) {
  return `EXISTS (SELECT 1 ${touchedNow(aliases, time)})`;
}
function subject(aliases, time) {
  return `(SELECT touched.canonical_id ${touchedNow(aliases, time)})`;
}
function endOfDetails(alias) {
  const digest = hexDigestSql("SHA256", fieldsSql(`${alias}.tenant_id`, `${alias}.alias_normalized_name`));
  return `CONCAT('"kind":"', ${alias}.kind, '","alias_digest":"', ${digest}, '"}')`;
}
function details(aliases, time) {
  return `(SELECT CONCAT('{', ${endOfDetails("touched")}) ${touchedNow(aliases, time)})`;
}
