'use strict';
// Is this receipt authentic? RECEIPTS §9, offline. Codes and order are those of sync/receipt_check.py.
// BigInt('…') instead of literals: an old browser must still read the file to say that it cannot.

function Refused(code) { this.code = code; }
function refuse(code) { throw new Refused(code); }

function fromHex(text) {
  return Uint8Array.from((text.match(/../g) || []).map((pair) => parseInt(pair, 16)));
}
function toHex(bytes) {
  return Array.from(bytes, (one) => ('0' + one.toString(16)).slice(-2)).join('');
}
function same(a, b) { return a.length === b.length && a.every((one, at) => one === b[at]); }
function isBytes(value) { return value instanceof Uint8Array; }
function isInt(value) { return typeof value === 'number' || typeof value === 'bigint'; }
function ascii(text) { return Uint8Array.from(text, (one) => one.charCodeAt(0)); }

// Canonical CBOR only (PROTOCOL §3). Arrays and maps keep the bytes of what they hold in `raw`.
function decode(data) {
  const found = readValue(data, 0, 0);
  if (found[1] !== data.length) refuse('cbor');
  return found[0];
}
function readValue(data, at, depth) {
  if (at >= data.length) refuse('cbor');
  const first = data[at++], major = first >> 5, short = first & 31;
  if (major === 7) {
    if (first < 0xf4 || first > 0xf6) refuse('cbor');
    return [first === 0xf6 ? null : first === 0xf5, at];
  }
  let size = short;
  if (short > 23) {
    const width = 1 << (short - 24);
    if (short > 27 || at + width > data.length) refuse('cbor');
    const wide = BigInt('0x' + toHex(data.subarray(at, at + width)));
    at += width;
    if (wide < (width === 1 ? 24 : Math.pow(2, 4 * width))) refuse('cbor');
    if (wide > BigInt('0x7fffffffffffffff') - BigInt(major === 1 ? 1 : 0)) refuse('cbor');
    size = wide <= Number.MAX_SAFE_INTEGER ? Number(wide) : wide;
  }
  if (major === 0) return [size, at];
  if (major === 1) return [typeof size === 'bigint' ? -BigInt(1) - size : -1 - size, at];
  if (size > data.length - at || major === 6) refuse('cbor');
  if (major === 2) return [data.slice(at, at + size), at + size];
  if (major === 3) {
    try {
      const reader = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      return [reader.decode(data.subarray(at, at + size)), at + size];
    } catch (error) { refuse('cbor'); }
  }
  if (depth >= 16) refuse('cbor');
  const held = major === 4 ? [] : new Map();
  held.raw = new Map();
  let before = new Uint8Array(0);
  for (let index = 0; index < size; index++) {
    let key = index;
    if (major === 5) {
      const start = at;
      const found = readValue(data, at, 16);
      key = found[0];
      at = found[1];
      const bytes = data.subarray(start, at);
      if (!isAfter(bytes, before)) refuse('cbor');
      before = bytes;
    }
    const start = at, found = readValue(data, at, depth + 1);
    at = found[1];
    held.raw.set(key, data.slice(start, at));
    if (major === 4) held.push(found[0]); else held.set(key, found[0]);
  }
  if (major === 5) checkKeys(Array.from(held.keys()));
  return [held, at];
}
function isAfter(bytes, before) {
  for (let at = 0; at < bytes.length; at++) {
    if (at >= before.length || bytes[at] > before[at]) return true;
    if (bytes[at] < before[at]) return false;
  }
  return false;
}
function checkKeys(keys) {
  if (keys.every((key) => typeof key === 'string')) return;
  if (!keys.every(isInt)) refuse('cbor');
  const negative = keys.some((key) => key < 0);
  const fit = keys.every((key) => (key >= -24 && key <= 23) || key < -65536);
  if (negative && !fit) refuse('cbor');
}
function hasKeys(map, keys) {
  return map instanceof Map && map.size === keys.length && keys.every((key) => map.has(key));
}
function bytesValue(bytes) {  // a byte string as canonical CBOR; none here is longer than 65,535
  const size = bytes.length;
  const head = size < 24 ? [64 + size] : size < 256 ? [88, size] : [89, size >> 8, size & 255];
  return joined([head, bytes]);
}
function joined(parts) {
  const all = [];
  parts.forEach(function (part) { for (let at = 0; at < part.length; at++) all.push(part[at]); });
  return Uint8Array.from(all);
}

// P-256: browsers need not accept compressed points, so y is computed here and checked.
const P = () => BigInt('0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff');
const B = () => BigInt('0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b');
function power(base, exponent, modulus) {
  let result = BigInt(1);
  for (const bit of exponent.toString(2)) {
    result = result * result % modulus;
    if (bit === '1') result = result * base % modulus;
  }
  return result;
}
function uncompressed(point) {
  const p = P(), x = BigInt('0x' + toHex(point.subarray(1)));
  if (point.length !== 33 || (point[0] !== 2 && point[0] !== 3) || x >= p) refuse('key');
  const square = (x * x * x + (p - BigInt(3)) * x + B()) % p;
  let y = power(square, (p + BigInt(1)) / BigInt(4), p);
  if (y * y % p !== square) refuse('key');
  if (Number(y % BigInt(2)) !== point[0] - 2) y = p - y;
  return joined([[4], point.subarray(1), fromHex(('0'.repeat(64) + y.toString(16)).slice(-64))]);
}
async function kidOf(point) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', point)).slice(0, 8);
}

// Signed messages (PROTOCOL §4).
function openShape(data, domain, cap, labels) {
  if (data.length > cap) refuse('size');
  const parts = decode(data);
  if (!Array.isArray(parts) || parts.length !== 4 || !isBytes(parts[0]) || !(parts[1] instanceof Map) ||
    !isBytes(parts[2]) || !isBytes(parts[3])) refuse('shape');
  if (parts[1].size) refuse('header');
  if (parts[3].length !== 64) refuse('sig');
  const header = decode(parts[0]);
  if (!(header instanceof Map) || !header.has(1)) refuse('header');
  if (header.get(1) !== -7) refuse('alg');
  if (!hasKeys(header, [1].concat(labels))) refuse('header');
  return { domain: domain, header: header, parts: parts };
}
async function checkSignature(message, point, code) {
  const key = await crypto.subtle.importKey(
    'raw', uncompressed(point), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  const text = joined([
    [0x84, 0x6a], ascii('Signature1'), bytesValue(message.parts[0]),
    bytesValue(ascii('vt1/' + message.domain)), bytesValue(message.parts[2])]);
  const holds = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' }, key, message.parts[3], text);
  if (!holds) refuse(code);
}
async function signingRoot(message, roots, code) {
  const hint = message.header.get(4);
  if (!isBytes(hint)) refuse('header');
  let known = false;
  for (const root of roots) {
    const point = fromHex(root);
    if (!same((await kidOf(point)).subarray(0, 4), hint)) continue;
    known = true;
    try {
      await checkSignature(message, point, code);
      return root;
    } catch (error) { if (!(error instanceof Refused)) throw error; }
  }
  refuse(known ? code : 'root-unknown');
}
async function readCertificate(data, roots, device) {
  const message = openShape(data, device ? 'device-cert' : 'central-cert', device ? 256 : 512, [4]);
  const root = await signingRoot(message, roots, 'cert-sig');
  const claims = decode(message.parts[2]);
  if (!hasKeys(claims, device ? [2, 4, 5, 8, 9] : [2, 4, 5, 8, 9, -70001])) refuse('cert');
  const name = claims.get(2), expires = claims.get(4), begins = claims.get(5), role = claims.get(9);
  if (typeof name !== 'string' || !isInt(expires) || !isInt(begins)) refuse('cert');
  if (!(begins >= 0 && begins < expires) || !isBytes(role) || role.length !== 2) refuse('cert');
  const holder = claims.get(8), key = hasKeys(holder, [1]) ? holder.get(1) : null;
  if (!hasKeys(key, [1, -1, -2, -3]) || key.get(1) !== 2 || key.get(-1) !== 1 || !isBytes(key.get(-2)) ||
    key.get(-2).length !== 32 || typeof key.get(-3) !== 'boolean') refuse('cert');
  if (device) {
    if (!/^[0-9]{5}-[0-9A-HJKMNP-TV-Z]{3}$/.test(name)) refuse('cert');
  } else {
    const seal = claims.get(-70001), size = new TextEncoder().encode(name).length;
    if (!hasKeys(seal, [1, -1, -2]) || seal.get(1) !== 1 || seal.get(-1) !== 4 ||
      !isBytes(seal.get(-2)) || seal.get(-2).length !== 32 || size < 1 || size > 64) refuse('cert');
  }
  if (role[0] !== (device ? 1 : 2)) refuse('cert-role');
  if (role[1] > (device ? 2 : 0)) refuse('cert');
  const point = joined([[key.get(-3) ? 3 : 2], key.get(-2)]);
  uncompressed(point);
  return { name: name, begins: begins, expires: expires, point: point, root: root };
}

// The text of the code.
const TAILS = [0, 3, 5, 8, 10, 13, 15];
function bytesOfDigits(digits) {
  const all = [];
  for (let at = 0; at < digits.length; at += 17) {
    const group = digits.slice(at, at + 17);
    const size = group.length === 17 ? 7 : TAILS.indexOf(group.length);
    if (size < 1) refuse('digits');
    const hex = BigInt(group).toString(16);
    if (hex.length > 2 * size) refuse('digits');
    all.push(fromHex(('0'.repeat(14) + hex).slice(-2 * size)));
  }
  return joined(all);
}
function bytesIn(text, prefix) {
  if (text.slice(0, prefix.length) !== prefix) refuse('prefix');
  const digits = text.slice(prefix.length);
  if (!/^[0-9]*$/.test(digits)) refuse('digits');
  if (digits.length > 1500) refuse('size');
  return bytesOfDigits(digits);
}

// What a receipt says (RECEIPTS §2).
function uint(value, below) {
  if (!isInt(value) || value < 0 || value >= below) refuse('field');
  return value;
}
function octets(value, size) {
  if (!isBytes(value) || value.length !== size) refuse('field');
  return value;
}
function pair(value) {
  if (!Array.isArray(value) || value.length !== 2) refuse('field');
  return value;
}
function readPayload(bytes) {
  const says = decode(bytes);
  if (!(says instanceof Map)) refuse('field');
  const labels = Array.from(says.keys());
  const known = labels.every((key) => isInt(key) && key >= 1 && key <= 23);
  if (!known || ![1, 2, 3, 4, 5, 6, 7, 9].every((key) => says.has(key))) refuse('field');
  const kind = says.get(1);
  if (labels.some((key) => key > 19) || (isInt(kind) && kind > 6)) refuse('newer');
  if (!isInt(kind) || kind < 1 || says.has(11) !== (kind === 2)) refuse('field');
  if (says.has(12) && says.get(12) !== 1) refuse('field');
  const folio = (series, number) => {
    uint(series, 65536);
    if (uint(number, 4294967296) < 1) refuse('field');
    return [series, number];
  };
  const found = {
    kind: kind, folio: folio(says.get(3), says.get(2)), time: uint(says.get(4), 4294967296),
    total: uint(says.get(5), 4294967296), anchor: octets(says.get(6), 16), concepts: says.get(7),
    cashier: uint(says.get(9), 65536), initials: says.get(10), original: null, unsure: says.has(12) };
  if (!Array.isArray(found.concepts) || found.concepts.length > 3) refuse('field');
  found.concepts.forEach(function (one) { uint(pair(one)[0], 65536); uint(one[1], 4294967296); });
  if (says.has(8)) octets(says.get(8), 8);
  if (says.has(10)) {
    if (typeof found.initials !== 'string') refuse('field');
    const size = new TextEncoder().encode(found.initials).length;
    if (size < 1 || size > 12) refuse('field');
  }
  if (says.has(11)) found.original = folio(pair(says.get(11))[0], says.get(11)[1]);
  const sum = found.concepts.reduce((all, one) => all + one[1], 0);
  if (kind === 3 && found.concepts.length !== 1) refuse('field');
  if ((kind === 4 || kind === 5) && found.concepts.length) refuse('field');
  if (kind === 3 || kind === 5 ? found.total || sum : kind !== 4 && found.total !== sum) refuse('total');
  return found;
}

// Reported devices (PROTOCOL §19).
function goodNumbers(value) {
  if (!(value instanceof Map)) refuse('shape');
  value.forEach((number, series) => {
    if (!isInt(series) || series < 0 || !isInt(number) || number < 0) refuse('shape');
  });
  return value;
}
async function readRevocations(data, roots) {
  const message = openShape(data, 'revocations', 65536, [13]);
  const signer = await readCertificate(message.header.raw.get(13), roots, false);
  await checkSignature(message, signer.point, 'sig');
  const says = decode(message.parts[2]);
  if (!hasKeys(says, [1, 2, 3]) || !isInt(says.get(1)) || !isInt(says.get(2)) ||
    !Array.isArray(says.get(3))) refuse('shape');
  const devices = says.get(3).map((one) => {
    if (!Array.isArray(one) || one.length < 3 || one.length > 4 || !isBytes(one[0]) ||
      [1, 2, 3].indexOf(one[1]) < 0) refuse('shape');
    return { id: toHex(one[0]), why: one[1], good: goodNumbers(one[2]), statement: one.raw.get(3) };
  });
  return { number: says.get(1), issued: says.get(2), devices: devices };
}
function cuts(good, folio) { return folio[1] > (good.get(folio[0]) || 0); }
async function isForged(entry, folio, roots) {
  if (entry.why !== 2 || !entry.statement) return false;
  try {
    const message = openShape(entry.statement, 'forged', 4096, [4]);
    await signingRoot(message, roots, 'sig');
    const says = decode(message.parts[2]);
    if (!hasKeys(says, [1, 2]) || !isBytes(says.get(1))) refuse('shape');
    return toHex(says.get(1)) === entry.id && cuts(goodNumbers(says.get(2)), folio);
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

// Nine steps, the first failure decides. trust: {prefix, roots, training}; roots are hex points.
async function verify(text, trust, revocations) {
  const seen = { answer: 'authentic', code: 'ok', says: null, device: null, deviceId: null };
  try {
    await walk(text, trust, revocations, seen);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    seen.code = error.code;
    const open = ['root-unknown', 'newer', 'after-cut'].indexOf(error.code) >= 0;
    seen.answer = open ? 'unknown' : 'not-authentic';
  }
  return seen;
}
async function walk(text, trust, revocations, seen) {
  const message = openShape(bytesIn(text, trust.prefix), 'receipt', 600, [13]);
  const roots = trust.roots.concat(trust.training ? [trust.training] : []);
  const device = await readCertificate(message.header.raw.get(13), roots, true);
  await checkSignature(message, device.point, 'sig');
  seen.device = device;
  seen.deviceId = toHex(await kidOf(device.point));
  const says = seen.says = readPayload(message.parts[2]);
  if ((device.root === trust.training) !== (says.kind === 6)) refuse('training');
  if (says.time < device.begins || says.time > device.expires) refuse('cert-time');
  const cut = (revocations ? revocations.devices : []).filter((entry) => {
    return entry.id === seen.deviceId && cuts(entry.good, says.folio);
  });
  for (const entry of cut) if (await isForged(entry, says.folio, trust.roots)) refuse('revoked-forged');
  if (cut.length) refuse('after-cut');
  if (says.kind === 6) seen.code = 'training';
}

// The central's signed word on one receipt.
async function readAcuse(data, seen, roots) {
  const message = openShape(data, 'acuse', 1024, [13]);
  const signer = await readCertificate(message.header.raw.get(13), roots, false);
  await checkSignature(message, signer.point, 'sig');
  const says = decode(message.parts[2]);
  if (!(says instanceof Map) || !isBytes(says.get(1)) || !isBytes(says.get(4)) ||
    !isInt(says.get(6))) refuse('shape');
  const mine = toHex(says.get(1)) === seen.deviceId && says.get(2) === seen.says.folio[0] &&
    says.get(3) === seen.says.folio[1] && same(says.get(4), seen.says.anchor);
  if (!mine) refuse('not-mine');
  if ([0, 1, 2, 3, 4, 5].indexOf(says.get(5)) < 0) refuse('shape');
  return { state: says.get(5), answered: says.get(6), arrived: says.get(7), undone: says.get(8),
    durable: says.get(9) === true };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
function typedCode(anchor) {
  let bits = '';
  anchor.subarray(0, 7).forEach(function (one) { bits += ('0000000' + one.toString(2)).slice(-8); });
  let code = '';
  for (let at = 0; at < 50; at += 5) code += CROCKFORD[parseInt(bits.slice(at, at + 5), 2)];
  return code.slice(0, 5) + '-' + code.slice(5);
}
function folioText(terminal, folio) {
  let series = '';
  for (let left = folio[0], at = 0; at < 4; at++, left = left >> 5) series = CROCKFORD[left & 31] + series;
  return terminal + '-' + series + '-' + folio[1];
}
