// Built by `npm run build` from includes/src. Do not edit.
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __defNormalProp = (obj, key, value) => key in obj ? __defProp(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
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
var __publicField = (obj, key, value) => __defNormalProp(obj, typeof key !== "symbol" ? key + "" : key, value);

// includes/src/controls.ts
var controls_exports = {};
__export(controls_exports, {
  assertionSql: () => assertionSql,
  engineNameSql: () => engineNameSql,
  engineVersionSql: () => engineVersionSql,
  expectations: () => expectations,
  recordSql: () => recordSql,
  registry: () => registry,
  releaseCommitSql: () => releaseCommitSql,
  runParametersSql: () => runParametersSql,
  varsSql: () => varsSql
});
module.exports = __toCommonJS(controls_exports);

// includes/src/control_registry.ts
var OWNER = "payroll data engineering";
var DIMENSIONS = ["dim_business_mapping", "dim_agent_identity"];
var NAMES_WITH_ID = {
  table: "identity_ledger",
  date: "DATE(assigned_at)",
  where: "kind IN ('business', 'agent')"
};
var registry = [
  {
    id: "1",
    view: "stage1_row_id_is_unique",
    title: "Every stage-1 row id is unique, and its own line’s",
    objective: "An id names one line of what carriers paid, and a line that stands alone shows what its source row says.",
    risk: "Two lines under one id: a commission counted twice or not at all; or a line shown as another’s.",
    response: "Find the lines by source file and row, and stop payments that follow from them. Nobody mends an id: the formula, the snapshots or the view are wrong, so data engineering repairs and runs again.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [
      { table: "commission_traceability", date: "period_label", where: "stage1_row_id IS NOT NULL" }
    ]
  },
  {
    id: "2",
    view: "stage3_component_id_is_unique",
    title: "Every component has the id, line and content of its source row",
    objective: "An id names one component of what agents are paid, the one that its source row gives; the component shows what that row says and is linked with the first stage-1 line of its business and product.",
    risk: "Two components under one id: an agent paid twice or not at all; a commission traced to another line, or shown for another product or person, than the source says.",
    response: "Find the components by source file and row, and stop payments that follow from them. Data engineering repairs the formula, the snapshots or the view and runs again.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [
      { table: "commission_traceability", date: "period_label", where: "stage3_component_id IS NOT NULL" }
    ]
  },
  {
    id: "3",
    view: "keys_are_complete",
    title: "No key or hash is missing, and the status is the row’s own",
    objective: "Every traced row can be named, joined and checked, and its status is the one that its names, links and agent give it.",
    risk: "A row that cannot be attributed to a business, an agent or a source line, or that is said to be traced and isn’t.",
    response: "Look at the source line that the row names. A missing tenant, period or name is mended upstream and loaded again; a missing id although the name is sound is for data engineering.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [{ table: "commission_traceability", date: "period_label" }]
  },
  {
    id: "4",
    view: "rows_and_money_are_conserved",
    title: "Rows and money are conserved from the snapshots to the view",
    objective: "Nothing is lost or multiplied between what came in and what is shown.",
    risk: "A join that drops or repeats rows changes what people are paid.",
    response: "Compare the sums that the failing key names with the file that upstream sent. Pay nothing for that tenant and period until they agree.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [{ table: "current_snapshots", date: "period_label" }]
  },
  {
    id: "5",
    view: "ids_are_in_their_dimension",
    title: "Every id in the view is in its dimension, under the row’s own name",
    objective: "Every business and agent shown is a known identity of the same tenant, and the one that the row’s name has.",
    risk: "A commission paid to an identity that nobody can look up, or to another one than the source names.",
    response: "Ask what that id is: keyfast ids explain. An id that nobody has was written past the run; find out by whom in the audit chain and in the warehouse’s own log.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [
      {
        table: "commission_traceability",
        date: "period_label",
        where: "business_id IS NOT NULL OR agent_key IS NOT NULL"
      }
    ]
  },
  {
    id: "6",
    view: "components_reconcile_with_gross",
    title: "Components add up to the gross commission",
    objective: "What agents are paid for a business and product is what the carrier paid for it.",
    risk: "Agents paid more or less than came in.",
    response: "Ask commission operations for the carrier’s statement of that business, product and month. The split rates or a line are wrong; upstream sends a corrected file.",
    owner: "commission operations",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [
      {
        table: "commission_traceability",
        date: "period_label",
        where: "stage1_row_id IS NOT NULL AND stage3_component_id IS NOT NULL"
      }
    ]
  },
  {
    id: "7",
    view: "business_id_is_stable",
    title: "A business keeps its id",
    objective: "The same tenant and normalised name have the same business_id for ever.",
    risk: "A business whose history breaks in two, or two businesses that become one.",
    response: "Let nobody pay or report on that business. Compare the dimension with the ledger (keyfast ids explain): who changed which of the two is in the warehouse’s own log.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: true,
    population: [{ table: "dim_business_mapping", date: "first_seen_date" }]
  },
  {
    id: "8",
    view: "agent_key_is_stable",
    title: "An agent keeps its key",
    objective: "The same tenant and normalised name have the same agent_key for ever.",
    risk: "An agent whose commissions are split over two keys, or who is paid for another.",
    response: "Let nobody pay that agent. Compare the dimension with the ledger (keyfast ids explain): who changed which of the two is in the warehouse’s own log.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: true,
    population: [{ table: "dim_agent_identity", date: "effective_start_date" }]
  },
  {
    id: "A",
    view: "tenants_are_isolated",
    title: "No tenant sees the key of another",
    objective: "A key in a row of the view belongs to the tenant of the row.",
    risk: "One tenant's commission shown, or paid, under another tenant's agent or business.",
    response: "Treat it as a disclosure: tell security at once, withdraw every report of that month, and find the row’s source by its file and line.",
    owner: "security",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [{ table: "commission_traceability", date: "period_label" }]
  },
  {
    id: "ALIAS",
    view: "aliases_have_one_owner",
    title: "An alias has one owner, in its own tenant, and somebody who said so",
    objective: "An open alias leads to one identity of the same tenant, and not to another alias; the audit chain tells of every alias who added and who ended it.",
    risk: "A name that stands for two people, or for one of another tenant; money led to somebody else by an alias that nobody answers for.",
    response: "Ask the data steward who added it (keyfast alias list) which of the two is meant, and let the other be ended (keyfast alias end). One that no event tells of was written past the tools: find the writer in the warehouse’s own log, and let a steward end it and say it again.",
    owner: "data stewards",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: true,
    population: [{ table: "identity_aliases", date: "DATE(added_at)" }]
  },
  {
    id: "AUDIT_CHAIN",
    view: "audit_chain_is_unbroken",
    title: "The audit chain is unbroken",
    objective: "No event was changed, removed, inserted or put in another order.",
    risk: "A change that nobody can be held to.",
    response: "Trust no event of that tenant from the named one on. Compare with the last manifest that was kept elsewhere (keyfast verify), and find the writer in the warehouse’s own log.",
    owner: "internal audit",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    testsOwnRecord: true,
    population: [{ table: "audit_events", date: "DATE(occurred_at)" }]
  },
  {
    id: "CHANGESETS",
    view: "changesets_account_for_rows",
    title: "Every changeset accounts for each of its rows",
    objective: "Each line of an imported file became what its changeset says, and nothing else was written.",
    risk: "An agent changed, or left out, although nobody reviewed it.",
    response: "Show the changeset (keyfast changeset show) and compare its rows with the versions that are there. Take it back (keyfast changeset rollback) if it can be, and import the file again.",
    owner: "agent administration",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [
      {
        table: "config_bulk_import_changesets",
        date: "DATE(uploaded_at)",
        where: "physical_line_count IS NOT NULL"
      }
    ]
  },
  {
    id: "COLLISION",
    view: "ids_do_not_collide",
    title: "No id is claimed by two names",
    objective: "The gate before the MERGE let no id through that is or would be another name’s.",
    risk: "Two businesses or two people under one id.",
    response: "Nothing was written under the id, so nothing is mixed up yet. Let the reference mapping carry another id for one of the names, and run again.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: true,
    population: [NAMES_WITH_ID],
    after: DIMENSIONS
  },
  {
    id: "CREATIONS",
    view: "creations_are_recorded",
    title: "Every created agent is in the ledger, under one key",
    objective: "An agent that a changeset created keeps its id, whatever is rolled back and imported again.",
    risk: "One person imported twice under two ids, or two under one.",
    response: "Ask who wrote the agent past the changeset: the versions name a changeset, the warehouse’s own log a user. Import nothing more of that person until it is known.",
    owner: "agent administration",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [
      {
        table: "agent_profile_identity_versions",
        date: "effective_start_date",
        where: "operation = 'CREATE'"
      }
    ]
  },
  {
    id: "DIMENSION",
    view: "dimensions_are_complete",
    title: "Every name has its identity, or its place in quarantine",
    objective: "A name that was ever seen has one identity in its dimension, with the dates, names and upstream ids that its sources give, or stands in quarantine.",
    risk: "A commission that cannot be traced although its names are sound; a name that nobody asks about any more.",
    response: "Run again (keyfast run): a dimension that broke off is made good by the next run. If the name still has no identity, it is for data engineering.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: true,
    population: [{ table: "source_names", date: "first_seen_date", where: "is_seen" }]
  },
  {
    id: "HIERARCHY",
    view: "hierarchy_is_sound",
    title: "The agent hierarchy has no cycle and no missing parent",
    objective: "From every agent the way up ends at the top, within the tenant.",
    risk: "An override commission paid round in a circle, or to nobody.",
    response: "Ask commission operations who that agent reports to, and load the whole corrected file (keyfast load hierarchy --replace).",
    owner: "commission operations",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [{ table: "dim_agent_hierarchy", date: "effective_start_date" }]
  },
  {
    id: "LEDGER",
    view: "ledger_assigns_once",
    title: "The ledger assigns every name one id and every id one name",
    objective: "The memory of identities contradicts itself nowhere.",
    risk: "An id that means one thing today and another tomorrow.",
    response: "Let nobody pay on that id. The ledger is append-only, so a second assignment was written past the run: find the writer in the warehouse’s own log.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: true,
    population: [{ table: "identity_ledger", date: "DATE(assigned_at)" }],
    after: DIMENSIONS
  },
  {
    id: "PROFILES",
    view: "profile_versions_are_sound",
    title: "Every version of a profile is one that a commit wrote",
    objective: "The history of an agent is that of the committed changesets, and an agent_id, or an e-mail with a name, is one agent’s.",
    risk: "A profile changed past the review, or two agents who can’t be told apart.",
    response: "Compare the versions with the changeset that they name (keyfast changeset show). One that no commit wrote was written past the tools: find the writer in the warehouse’s own log. Of two agents of one e-mail and name a rollback gave one back: import the e-mail or the name that one of them has, from the day named on, or roll back the changeset that gave them to the other.",
    owner: "agent administration",
    severity: "blocks",
    frequency: "every run",
    keysArePersonal: false,
    population: [{ table: "agent_profile_identity_versions", date: "effective_start_date" }]
  },
  {
    id: "DRIFT",
    view: "assigned_ids_drift",
    title: "Ids that today’s formula would give otherwise",
    objective: "Show which ids are kept although the formula gives another: carried ones, and those of older formulas.",
    risk: "Somebody recomputes an id instead of looking it up and is surprised.",
    response: "Nothing is wrong: the ids are kept on purpose. Make sure that nobody recomputes an id; it is looked up.",
    owner: OWNER,
    severity: "reports",
    frequency: "every run",
    keysArePersonal: false,
    population: [NAMES_WITH_ID],
    after: DIMENSIONS
  },
  {
    id: "HOMONYM",
    view: "agents_of_several_ids",
    title: "Agents with several upstream ids",
    objective: "Show the keys under which upstream knows more than one agent_id: perhaps two people of one name.",
    risk: "Two people of one name share a key and cannot be told apart.",
    response: "Ask the data stewards whether the upstream ids are one person. If they are two, upstream has to tell them apart by name.",
    owner: "data stewards",
    severity: "reports",
    frequency: "every run",
    keysArePersonal: false,
    population: [{ table: "dim_agent_identity", date: "effective_start_date" }]
  },
  {
    id: "QUARANTINE",
    view: "names_in_quarantine",
    title: "Names in quarantine",
    objective: "Show every name that gets no id, and why, until somebody mends it at the source.",
    risk: "A commission that stays without an identity because nobody knows.",
    response: "Let the sender mend the name at the source and load it again. Whoever stands there is not paid meanwhile.",
    owner: "data stewards",
    severity: "reports",
    frequency: "every run",
    keysArePersonal: true,
    population: [
      { table: "business_names", date: "first_seen_date" },
      { table: "agent_names", date: "first_period" }
    ],
    after: DIMENSIONS
  },
  {
    id: "UNMATCHED",
    view: "money_without_counterpart",
    title: "Money with no counterpart in the other stage",
    objective: "Show every component that no carrier’s line pays for, and every line with money that no component explains.",
    risk: "Commission paid that never came in, or received and paid to nobody, and control 6 has nothing to compare.",
    response: "Ask commission operations for the carrier’s statement: a line is missing, is of another product, or is paid to nobody.",
    owner: "commission operations",
    severity: "reports",
    frequency: "every run",
    keysArePersonal: false,
    population: [{ table: "commission_traceability", date: "period_label" }]
  }
];

// node_modules/@noble/hashes/_u64.js
var fromNumH = (n) => n / 2 ** 32 | 0;
var fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE) {
  const h = fromNumH(n);
  const l = fromNumL(n);
  view.setUint32(byteOffset, isLE ? l : h, isLE);
  view.setUint32(byteOffset + 4, isLE ? h : l, isLE);
}

// node_modules/@noble/hashes/utils.js
function isBytes(a) {
  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle = (title) => title ? `"${title}" ` : "";
function anumber(n, title = "") {
  if (typeof n !== "number")
    throw new TypeError(atitle(title) + "expected number, got " + typeof n);
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
  return n;
}
function abytes(value, length, title = "") {
  if (isBytes(value) && (length === void 0 || value.length === length))
    return value;
  if (length !== void 0)
    anumber(length, "length");
  const bytes = isBytes(value);
  const ofLen = length !== void 0 ? ` of length ${length}` : "";
  const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
  const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
  if (!bytes)
    throw new TypeError(message);
  throw new RangeError(message);
}
var aobject = (value, label) => {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
};
var aopts = (value, label) => {
  aobject(value, label);
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null)
    throw new TypeError(`"${label}" expected plain object`);
  if (Object.hasOwn(value, "__proto__"))
    throw new TypeError(`"${label}.__proto__" is not allowed`);
};
function aexists(instance, checkFinished = true) {
  if (instance.destroyed)
    throw new Error("hash was destroyed");
  if (checkFinished && instance.finished)
    throw new Error("digest() was already called");
}
function aoutput(out, instance) {
  abytes(out, void 0, "output");
  const min = instance.outputLen;
  if (!(out.length >= min)) {
    throw new RangeError('"output" expected length >= ' + min);
  }
}
function clean(...arrays) {
  for (let i = 0; i < arrays.length; i++) {
    arrays[i].fill(0);
  }
}
function createView(arr) {
  return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
function rotr(word, shift) {
  return word << 32 - shift | word >>> shift;
}
var hasHexBuiltin = /* @__PURE__ */ (() => (
  // @ts-ignore
  typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
))();
var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
function bytesToHex(bytes) {
  abytes(bytes);
  if (hasHexBuiltin)
    return bytes.toHex();
  let hex = "";
  for (let i = 0; i < bytes.length; i++) {
    hex += hexes[bytes[i]];
  }
  return hex;
}
function checkOpts(defaults, opts, title = "opts") {
  aopts(defaults, "defaults");
  if (opts !== void 0)
    aopts(opts, title);
  const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts);
  return merged;
}
function createHasher(hashCons, info = {}) {
  if (typeof hashCons !== "function")
    throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
  info = checkOpts({}, info, "info");
  const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
  const tmp = hashCons(void 0);
  hashC.outputLen = tmp.outputLen;
  hashC.blockLen = tmp.blockLen;
  hashC.canXOF = tmp.canXOF;
  hashC.create = (opts) => hashCons(opts);
  Object.assign(hashC, info);
  return Object.freeze(hashC);
}
var oidNist = (suffix) => ({
  // Current NIST hashAlgs suffixes used here fit in one DER subidentifier octet.
  // Larger suffix values would need base-128 OID encoding and a different length byte.
  oid: Uint8Array.from([6, 9, 96, 134, 72, 1, 101, 3, 4, 2, suffix])
});

// node_modules/@noble/hashes/_md.js
function Chi(a, b, c) {
  return a & b ^ ~a & c;
}
function Maj(a, b, c) {
  return a & b ^ a & c ^ b & c;
}
var HashMD = class {
  constructor(blockLen, outputLen, padOffset, isLE) {
    __publicField(this, "blockLen");
    __publicField(this, "outputLen");
    __publicField(this, "canXOF", false);
    __publicField(this, "padOffset");
    __publicField(this, "isLE");
    // For partial updates less than block size
    __publicField(this, "buffer");
    __publicField(this, "view");
    __publicField(this, "finished", false);
    __publicField(this, "length", 0);
    __publicField(this, "pos", 0);
    __publicField(this, "destroyed", false);
    this.blockLen = blockLen;
    this.outputLen = outputLen;
    this.padOffset = padOffset;
    this.isLE = isLE;
    this.buffer = new Uint8Array(blockLen);
    this.view = createView(this.buffer);
  }
  update(data) {
    aexists(this);
    abytes(data);
    const { view, buffer, blockLen } = this;
    const len = data.length;
    let processed = false;
    for (let pos = 0; pos < len; ) {
      const take = Math.min(blockLen - this.pos, len - pos);
      if (take === blockLen) {
        const dataView = createView(data);
        for (; blockLen <= len - pos; pos += blockLen)
          this.process(dataView, pos);
        processed = true;
        continue;
      }
      buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
      this.pos += take;
      pos += take;
      if (this.pos === blockLen) {
        this.process(view, 0);
        this.pos = 0;
        processed = true;
      }
    }
    this.length += data.length;
    if (processed)
      this.roundClean();
    return this;
  }
  digestInto(out) {
    aexists(this);
    aoutput(out, this);
    this.finished = true;
    const { buffer, view, blockLen, isLE } = this;
    let { pos } = this;
    buffer[pos++] = 128;
    buffer.fill(0, pos);
    if (this.padOffset > blockLen - pos) {
      this.process(view, 0);
      buffer.fill(0);
    }
    setU64FromNum(view, blockLen - 8, this.length * 8, isLE);
    this.process(view, 0);
    this.roundClean();
    const oview = out === buffer ? view : createView(out);
    const len = this.outputLen;
    const outLen = len / 4;
    const state = this.get();
    if (len % 4 || outLen > state.length)
      throw new Error("invalid outputLen");
    for (let i = 0; i < outLen; i++)
      oview.setUint32(4 * i, state[i], isLE);
  }
  digest() {
    const { buffer, outputLen } = this;
    this.digestInto(buffer);
    const res = buffer.slice(0, outputLen);
    this.destroy();
    return res;
  }
  _cloneIntoMeta(to) {
    const { buffer, length, finished, destroyed, pos } = this;
    to.destroyed = destroyed;
    to.finished = finished;
    to.length = length;
    to.pos = pos;
    if (pos)
      to.buffer.set(buffer);
    return to;
  }
  clone() {
    return this._cloneInto();
  }
};
var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
  1779033703,
  3144134277,
  1013904242,
  2773480762,
  1359893119,
  2600822924,
  528734635,
  1541459225
]);

// node_modules/@noble/hashes/sha2.js
var SHA256_K = /* @__PURE__ */ Uint32Array.from([
  1116352408,
  1899447441,
  3049323471,
  3921009573,
  961987163,
  1508970993,
  2453635748,
  2870763221,
  3624381080,
  310598401,
  607225278,
  1426881987,
  1925078388,
  2162078206,
  2614888103,
  3248222580,
  3835390401,
  4022224774,
  264347078,
  604807628,
  770255983,
  1249150122,
  1555081692,
  1996064986,
  2554220882,
  2821834349,
  2952996808,
  3210313671,
  3336571891,
  3584528711,
  113926993,
  338241895,
  666307205,
  773529912,
  1294757372,
  1396182291,
  1695183700,
  1986661051,
  2177026350,
  2456956037,
  2730485921,
  2820302411,
  3259730800,
  3345764771,
  3516065817,
  3600352804,
  4094571909,
  275423344,
  430227734,
  506948616,
  659060556,
  883997877,
  958139571,
  1322822218,
  1537002063,
  1747873779,
  1955562222,
  2024104815,
  2227730452,
  2361852424,
  2428436474,
  2756734187,
  3204031479,
  3329325298
]);
var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
var SHA2_32B = class extends HashMD {
  constructor(outputLen, IV) {
    super(64, outputLen, 8, false);
    // We cannot use array here since array allows indexing by variable
    // which means optimizer/compiler cannot use registers.
    // Numeric initializers matter: starting the fields as `undefined` changes
    // V8's field representation and makes sha256 3x slower (measured).
    __publicField(this, "A", 0);
    __publicField(this, "B", 0);
    __publicField(this, "C", 0);
    __publicField(this, "D", 0);
    __publicField(this, "E", 0);
    __publicField(this, "F", 0);
    __publicField(this, "G", 0);
    __publicField(this, "H", 0);
    this.A = IV[0] | 0;
    this.B = IV[1] | 0;
    this.C = IV[2] | 0;
    this.D = IV[3] | 0;
    this.E = IV[4] | 0;
    this.F = IV[5] | 0;
    this.G = IV[6] | 0;
    this.H = IV[7] | 0;
  }
  get() {
    const { A, B, C, D, E, F, G, H } = this;
    return [A, B, C, D, E, F, G, H];
  }
  // prettier-ignore
  set(A, B, C, D, E, F, G, H) {
    this.A = A | 0;
    this.B = B | 0;
    this.C = C | 0;
    this.D = D | 0;
    this.E = E | 0;
    this.F = F | 0;
    this.G = G | 0;
    this.H = H | 0;
  }
  _cloneInto(to) {
    (to || (to = new this.constructor())).set(...this.get());
    return this._cloneIntoMeta(to);
  }
  process(view, offset) {
    for (let i = 0; i < 16; i++, offset += 4)
      SHA256_W[i] = view.getUint32(offset, false);
    for (let i = 16; i < 64; i++) {
      const W15 = SHA256_W[i - 15];
      const W2 = SHA256_W[i - 2];
      const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
      const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
      SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
    }
    let { A, B, C, D, E, F, G, H } = this;
    for (let i = 0; i < 64; i++) {
      const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
      const T1 = H + sigma1 + Chi(E, F, G) + SHA256_K[i] + SHA256_W[i] | 0;
      const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
      const T2 = sigma0 + Maj(A, B, C) | 0;
      H = G;
      G = F;
      F = E;
      E = D + T1 | 0;
      D = C;
      C = B;
      B = A;
      A = T1 + T2 | 0;
    }
    A = A + this.A | 0;
    B = B + this.B | 0;
    C = C + this.C | 0;
    D = D + this.D | 0;
    E = E + this.E | 0;
    F = F + this.F | 0;
    G = G + this.G | 0;
    H = H + this.H | 0;
    this.set(A, B, C, D, E, F, G, H);
  }
  roundClean() {
    clean(SHA256_W);
  }
  destroy() {
    this.destroyed = true;
    this.set(0, 0, 0, 0, 0, 0, 0, 0);
    clean(this.buffer);
  }
};
var _SHA256 = class extends SHA2_32B {
  constructor() {
    super(32, SHA256_IV);
  }
};
var sha256 = /* @__PURE__ */ createHasher(
  () => new _SHA256(),
  /* @__PURE__ */ oidNist(1)
);

// includes/src/control_sql_digest.ts
function controlSqlDigest(view, compiledView) {
  const queries = queriesOf(view, compiledView);
  if (!queries.get(view)) throw new Error(`There is no compiled SQL of the view ${view}`);
  return bytesToHex(sha256(utf8(JSON.stringify([...queries].sort(byName)))));
}
function queriesOf(view, compiledView) {
  const queries = /* @__PURE__ */ new Map();
  const add = (name) => {
    const compiled = queries.has(name) ? void 0 : compiledView(name);
    if (compiled === void 0) return;
    queries.set(name, compiled.query.trim());
    compiled.dependencies.forEach(add);
  };
  add(view);
  return queries;
}
function byName([one], [other]) {
  return one < other ? -1 : 1;
}
function utf8(text) {
  const bytes = encodeURIComponent(text).replace(
    /%([0-9A-F]{2})|./g,
    (character, hexadecimal) => hexadecimal === void 0 ? character : String.fromCharCode(parseInt(hexadecimal, 16))
  );
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}

// includes/src/engine.ts
var IS_EMBEDDED = `STARTS_WITH(SESSION_USER(), 'duckdb ')`;
var engineNameSql = `IF(${IS_EMBEDDED}, 'duckdb', 'bigquery')`;
var engineVersionSql = `IF(${IS_EMBEDDED}, SUBSTR(SESSION_USER(), 8, 32), NULL)`;

// includes/src/controls.ts
function expectations() {
  return registry.map(
    ({ id, severity }) => `STRUCT('${id}' AS control_id, ${severity === "blocks" ? "TRUE" : "FALSE"} AS is_blocking)`
  ).join(",\n    ");
}
function releaseCommitSql() {
  const commit = dataform.projectConfig.vars.releaseCommit ?? "";
  return commit === "" ? "CAST(NULL AS STRING)" : stringSql(commit);
}
function varsSql() {
  const vars = Object.entries(dataform.projectConfig.vars).sort(([one], [other]) => one < other ? -1 : 1);
  return stringSql(JSON.stringify(Object.fromEntries(vars)));
}
function stringSql(text) {
  return JSON.stringify(text);
}
function runParametersSql(context, run) {
  return `COALESCE(${context}.parameters, CONCAT('{"vars":', ${run}.vars, '}'))`;
}
function maximumFailingKeys() {
  const maximum = Number(dataform.projectConfig.vars.maximumFailingKeys);
  if (!Number.isSafeInteger(maximum) || maximum < 1) {
    throw new Error("vars.maximumFailingKeys is a whole number from 1. Mend dataform.json.");
  }
  return maximum;
}
function sqlDigest(view) {
  return controlSqlDigest(view, (name) => {
    const action = dataform.actions.find((candidate) => candidate.getTarget().name === name);
    if (action?.proto.type !== "view" || action.proto.query === void 0) return void 0;
    const dependencies = (action.proto.dependencyTargets ?? []).map((target) => target.name);
    return { query: action.proto.query, dependencies };
  });
}
function populationSql(control, context) {
  const tested = control.population.map(
    ({ table, date, where = "TRUE" }) => `SELECT tenant_id, ${date} AS tested_on FROM ${context.ref(table)} WHERE ${where}`
  );
  return `SELECT
    COALESCE(SUM(part.row_count), 0) AS population_count,
    COUNT(DISTINCT part.tenant_id) AS population_tenant_count,
    COUNT(DISTINCT DATE_TRUNC(part.tested_on, MONTH)) AS population_period_count,
    MIN(part.tested_on) AS population_low_date,
    MAX(part.tested_on) AS population_high_date
  FROM (
    SELECT tested.tenant_id, tested.tested_on, COUNT(*) AS row_count
    FROM (
      ${tested.join("\n      UNION ALL ")}
    ) AS tested
    GROUP BY tested.tenant_id, tested.tested_on
  ) AS part`;
}
function notYet(table, control) {
  return `NOT EXISTS (
    SELECT 1
    FROM ${table} AS recorded
    WHERE recorded.run_id = run.run_id AND recorded.control_id = '${control.id}'
  )`;
}
function recordSql(control, context) {
  const maximum = maximumFailingKeys();
  const populations = context.ref("control_populations");
  const failures = context.ref("control_failures");
  const results = context.ref("control_results");
  return `BEGIN TRANSACTION;

INSERT INTO ${populations} (
  run_id, control_id, population_count, population_tenant_count, population_period_count, population_low_date,
  population_high_date, started_at
)
SELECT
  run.run_id,
  '${control.id}',
  population.population_count,
  population.population_tenant_count,
  population.population_period_count,
  population.population_low_date,
  population.population_high_date,
  CURRENT_TIMESTAMP()
FROM ${context.ref("current_run")} AS run
CROSS JOIN (
  ${populationSql(control, context)}
) AS population
WHERE ${notYet(populations, control)};

INSERT INTO ${failures} (
  run_id, control_id, place, tenant_id, failing_key, issue_description, failure_count
)
SELECT
  run.run_id,
  '${control.id}',
  failure.place,
  failure.tenant_id,
  failure.failing_key,
  failure.issue_description,
  failure.failure_count
FROM (
  SELECT
    tenant_id,
    failing_key,
    issue_description,
    ROW_NUMBER() OVER (ORDER BY tenant_id, failing_key, issue_description) AS place,
    COUNT(*) OVER () AS failure_count
  FROM ${context.ref(control.view)}
) AS failure
CROSS JOIN ${context.ref("current_run")} AS run
WHERE failure.place <= ${maximum} AND ${notYet(failures, control)} AND ${notYet(results, control)};

COMMIT TRANSACTION;

INSERT INTO ${results} (
  run_id, control_id, status, population_count, population_tenant_count, population_period_count, population_low_date,
  population_high_date, failure_count, is_cut, sql_digest, engine, engine_version, started_at, finished_at
)
SELECT
  run.run_id,
  '${control.id}',
  CASE
    WHEN found.failure_count > 0 THEN 'FAIL'
    WHEN population.population_count = 0 THEN 'VACUOUS'
    ELSE 'PASS'
  END,
  population.population_count,
  population.population_tenant_count,
  population.population_period_count,
  population.population_low_date,
  population.population_high_date,
  found.failure_count,
  found.failure_count > ${maximum},
  '${sqlDigest(control.view)}',
  ${engineNameSql},
  ${engineVersionSql},
  population.started_at,
  CURRENT_TIMESTAMP()
FROM ${context.ref("current_run")} AS run
INNER JOIN ${populations} AS population
  ON population.run_id = run.run_id AND population.control_id = '${control.id}'
CROSS JOIN (
  SELECT COALESCE(MAX(failure.failure_count), 0) AS failure_count
  FROM ${failures} AS failure
  INNER JOIN ${context.ref("current_run")} AS open_run
    ON open_run.run_id = failure.run_id
  WHERE failure.control_id = '${control.id}'
) AS found
WHERE ${notYet(results, control)};`;
}
function assertionSql(control, context) {
  return `SELECT
  run.run_id,
  expected.control_id,
  COALESCE(result.status, 'NOT_RUN') AS status,
  result.failure_count
FROM ${context.ref("current_run")} AS run
INNER JOIN ${context.ref("control_expectations")} AS expected
  ON expected.run_id = run.run_id
  AND expected.control_id = '${control.id}'
LEFT JOIN ${context.ref("control_results")} AS result
  ON result.run_id = run.run_id
  AND result.control_id = expected.control_id
WHERE COALESCE(result.status, 'NOT_RUN') NOT IN ('PASS', 'VACUOUS')`;
}
