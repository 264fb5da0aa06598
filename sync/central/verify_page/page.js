// Words, and what is shown when. Nothing is sent before somebody presses a button (or chose to).
const KNOWN = JSON.parse(document.getElementById('data').textContent);
const STORE = 'ventanilla-v', CHOICE = '/v-recordar';
const TEXTS = {
  es: {
    domain: 'Está en $1. Compárelo con lo que dice su papel.',
    title: 'Comprobar un comprobante', empty: 'Escanee el código de su comprobante',
    emptyWhy: 'También puede pegar su texto aquí abajo.', wait: 'Comprobando…',
    authentic: 'Auténtico al emitirse', practice: 'PRÁCTICA, SIN VALOR', not: 'No es auténtico',
    unknown: 'Aquí no se puede saber',
    authenticWhy: 'Lo emitió un equipo de $1.', practiceWhy: 'Es un papel de práctica. No comprueba ningún pago.',
    sig: 'La firma no corresponde.', changed: 'Lo que dice el código no corresponde a un comprobante.',
    total: 'Las cantidades no suman el total.', prefix: 'No es un comprobante de esta institución.',
    certTime: 'La fecha no corresponde al equipo.', forged: 'La institución declaró falso este folio.',
    training: 'Mezcla práctica con un comprobante verdadero.',
    notDo: 'No lo reciba como prueba de pago. Pregunte en $1, teléfono $2.',
    reported: 'El equipo fue reportado. Conserve su papel y acuda a la oficina: $1, teléfono $2.',
    rootUnknown: 'Es de otra institución, o esta página no la conoce. Pregunte en $1, teléfono $2.',
    newer: 'Es de una versión más nueva. Pregunte en $1, teléfono $2.',
    browser: 'Este navegador no puede comprobar. Acuda a $1, teléfono $2.',
    cancelled: 'Auténtico, pero cancelado', cancelledWhy: 'Se canceló con el folio $1.',
    differs: 'Auténtico al emitirse, pero distinto de lo registrado',
    voided: 'Auténtico al emitirse, pero la oficina decidió que no cuenta',
    goOffice: 'Conserve su papel y acuda a $1, teléfono $2.',
    ahead: 'Emitido en el futuro, según este teléfono', now: 'Emitido hace menos de un minuto',
    minutes: 'Emitido hace $1 minutos', hours: 'Emitido hace $1 horas', days: 'Emitido hace $1 días',
    minutes1: 'Emitido hace 1 minuto', hours1: 'Emitido hace 1 hora',
    tell: 'Avisar a la oficina que tengo este comprobante',
    tellNote: 'Se envía el comprobante, no su nombre ni su ubicación.',
    always: 'Avisar siempre de los comprobantes de esta institución',
    ask: 'Preguntar si ya llegó a la oficina',
    askNote: 'Se pregunta por folio y código. El comprobante no se envía.',
    sending: 'Avisando…', told: 'La oficina ya sabe de este comprobante.', asking: 'Preguntando…',
    notHere: 'La oficina todavía no sabe de este comprobante.', later: 'Demasiadas consultas. Intente en unos minutos.',
    offlineNow: 'No hay conexión. No se envió nada.', badAnswer: 'La respuesta no se pudo comprobar.',
    turned: 'La oficina no lo reconoció como auténtico.',
    acuseHead: 'Acuse de la oficina', state0: 'Anotado. El registro del equipo todavía no llega.',
    state1: 'Recibido. El registro llegó y coincide con su comprobante.',
    state2: 'Cancelado después de emitirse.', state3: 'Distinto de lo registrado. Conserve su papel.',
    state4: 'El equipo fue reportado. Una persona va a decidir. Conserve su papel.',
    state5: 'La oficina decidió que no cuenta.', arrived: 'Llegó', answered: 'Respondido',
    undone: 'Folio de la cancelación', signed: 'Firma', signedYes: 'Comprobada en este teléfono',
    durable: 'Copia de respaldo', durableYes: 'Sí, ya comprobada',
    factsHead: 'Lo que dice el comprobante', kind: 'Tipo', kind1: 'Comprobante de pago',
    kind2: 'Cancelación', kind3: 'Comprobante de solicitud', kind4: 'Apertura o corte de turno',
    kind5: 'Inicio de serie', kind6: 'Práctica, sin valor', folio: 'Folio', date: 'Fecha',
    unsure: 'hora no comprobada', office: 'Oficina', total_: 'Importe', back: 'Importe devuelto', concepts: 'Conceptos',
    rest: 'Trámite, o el resto', rounding: 'Redondeo', concept: 'Concepto $1', initials: 'Pagó',
    cashier: 'Cajero', code: 'Código', original: 'Cancela el folio',
    uncheckedHead: 'Lo que no se comprobó', gap1: 'Si se canceló después.', gap2: 'Si el papel es una copia.',
    gap3: 'Equipos reportados: lista del $1.', gap4: 'Equipos reportados: aquí no hay lista.',
    other: 'Otro comprobante', otherHint: 'Pegue el texto de su código.', check: 'Comprobar',
    typed: 'No puedo escanear el código', typedHint: 'Escriba folio y código. Esta consulta sí va a la oficina.',
    typedAsk: 'Consultar', language: 'English',
    about: 'Esta página comprueba en su teléfono y no envía nada por sí sola. $1',
    ready: 'Ya funciona sin conexión.'
  },
  en: {
    domain: 'You are at $1. Compare it with your paper.',
    title: 'Check a receipt', empty: 'Scan the code on your receipt',
    emptyWhy: 'You can also paste its text below.', wait: 'Checking…',
    authentic: 'Authentic when issued', practice: 'PRACTICE, NO VALUE', not: 'Not authentic',
    unknown: 'It cannot be known here',
    authenticWhy: 'Issued by a device of $1.', practiceWhy: 'This is a practice paper. It proves no payment.',
    sig: 'The signature does not match.', changed: 'What the code says is no receipt.',
    total: 'The amounts do not add up.', prefix: 'Not a receipt of this institution.',
    certTime: 'The date does not fit the device.', forged: 'The institution declared this number forged.',
    training: 'It mixes practice with a real receipt.',
    notDo: 'Do not take it as proof of payment. Ask at $1, phone $2.',
    reported: 'The device was reported. Keep your paper and go to the office: $1, phone $2.',
    rootUnknown: 'It is of another institution, or this page does not know it. Ask at $1, phone $2.',
    newer: 'It is of a newer version. Ask at $1, phone $2.',
    browser: 'This browser cannot check. Go to $1, phone $2.',
    cancelled: 'Authentic, but cancelled', cancelledWhy: 'Cancelled with number $1.',
    differs: 'Authentic when issued, but different from the record',
    voided: 'Authentic when issued, but the office decided that it does not count',
    goOffice: 'Keep your paper and go to $1, phone $2.',
    ahead: 'Issued in the future, by this phone', now: 'Issued less than a minute ago',
    minutes: 'Issued $1 minutes ago', hours: 'Issued $1 hours ago', days: 'Issued $1 days ago',
    minutes1: 'Issued 1 minute ago', hours1: 'Issued 1 hour ago',
    tell: 'Tell the office that I have this receipt',
    tellNote: 'The receipt is sent, not your name or location.',
    always: 'Always tell about receipts of this institution',
    ask: 'Ask whether it has arrived at the office',
    askNote: 'Asked by number and code. The receipt is not sent.',
    sending: 'Telling…', told: 'The office knows of this receipt now.', asking: 'Asking…',
    notHere: 'The office does not know of this receipt yet.', later: 'Too many questions. Try in some minutes.',
    offlineNow: 'No connection. Nothing was sent.', badAnswer: 'The answer could not be verified.',
    turned: 'The office did not recognise it as authentic.',
    acuseHead: 'Answer of the office', state0: 'Noted. The record of the device is still on its way.',
    state1: 'Received. The record arrived and matches your receipt.',
    state2: 'Cancelled after it was issued.', state3: 'Different from the record. Keep your paper.',
    state4: 'The device was reported. A person will decide. Keep your paper.',
    state5: 'The office decided that it does not count.', arrived: 'Arrived', answered: 'Answered',
    undone: 'Number of the cancellation', signed: 'Signature', signedYes: 'Verified on this phone',
    durable: 'Backup copy', durableYes: 'Yes, verified',
    factsHead: 'What the receipt says', kind: 'Kind', kind1: 'Receipt of payment',
    kind2: 'Cancellation', kind3: 'Receipt of application', kind4: 'Opening or closing of a shift',
    kind5: 'Start of series', kind6: 'Practice, no value', folio: 'Number', date: 'Date',
    unsure: 'time not verified', office: 'Office', total_: 'Amount', back: 'Amount given back', concepts: 'Concepts',
    rest: 'Service, or the rest', rounding: 'Rounding', concept: 'Concept $1', initials: 'Paid by',
    cashier: 'Cashier', code: 'Code', original: 'Cancels number',
    uncheckedHead: 'What was not checked', gap1: 'Whether it was cancelled later.', gap2: 'Whether the paper is a copy.',
    gap3: 'Reported devices: list of $1.', gap4: 'Reported devices: there is no list here.',
    other: 'Another receipt', otherHint: 'Paste the text of its code.', check: 'Check',
    typed: 'I cannot scan the code', typedHint: 'Type number and code. This question does go to the office.',
    typedAsk: 'Ask', language: 'Español',
    about: 'This page checks on your phone and sends nothing by itself. $1',
    ready: 'It works without a connection now.'
  }
};
const WHY = { prefix: 'prefix', digits: 'changed', size: 'changed', cbor: 'changed', shape: 'changed',
  header: 'changed', alg: 'changed', field: 'changed', total: 'total', training: 'training',
  'cert-time': 'certTime', 'revoked-forged': 'forged' };
let language = 'es', shown = null, digits = '', acuse = null, news = '', ready = false, revocations = null;

function at(id) { return document.getElementById(id); }
function say(name, one, two) {
  return TEXTS[language][name].replace('$1', one).replace('$2', two);
}
function put(id, text) {
  at(id).textContent = text;
  at(id).hidden = !text;
}
function office(name) { return say(name, KNOWN.place, KNOWN.phone); }
function money(centavos) {
  const text = String(centavos + 100).padStart(3, '0');
  const pesos = String(Math.floor(centavos / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return '$' + pesos + '.' + text.slice(-2);
}
function moment(seconds, withTime) {
  const style = { year: 'numeric', month: 'long', day: 'numeric' };
  if (withTime) Object.assign(style, { weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return new Date(Number(seconds) * 1000).toLocaleString(language === 'es' ? 'es-MX' : 'en-GB', style);
}
function age(seconds) {
  const passed = Math.floor(Date.now() / 1000) - seconds, minutes = Math.floor(passed / 60), hours = Math.floor(passed / 3600);
  if (passed < 0) return say('ahead');
  if (passed < 60) return say('now');
  if (passed < 3600) return minutes === 1 ? say('minutes1') : say('minutes', minutes);
  if (passed < 172800) return hours === 1 ? say('hours1') : say('hours', hours);
  return say('days', Math.floor(passed / 86400));
}
function fill(id, rows) {
  const list = at(id);
  list.textContent = '';
  rows.forEach((row) => {
    const name = document.createElement('dt'), value = document.createElement('dd'), box = document.createElement('div');
    name.textContent = row[0];
    value.textContent = row[1];
    if (row[2]) value.className = row[2];
    box.append(name, value);
    list.append(box);
  });
}
function conceptName(code) {
  return KNOWN.concepts[code] || (code === 0 ? say('rest') : code === 1 ? say('rounding') : say('concept', code));
}
function facts(seen) {
  const says = seen.says, terminal = seen.device.name;
  const rows = [[say('kind'), say('kind' + says.kind)], [say('folio'), folioText(terminal, says.folio)],
    [say('date'), moment(says.time, true) + (says.unsure ? ' · ' + say('unsure') : '')],
    [say('office'), KNOWN.offices[terminal] || terminal]];
  if (says.kind !== 3 && says.kind !== 5) rows.push([say(says.kind === 2 ? 'back' : 'total_'), money(says.total), 'sum']);
  says.concepts.forEach((one) => {
    rows.push([say('concepts'), conceptName(one[0]) + (says.kind === 3 ? '' : ' ' + money(one[1]))]);
  });
  if (says.original) rows.push([say('original'), folioText(terminal, says.original)]);
  if (says.initials) rows.push([say('initials'), says.initials]);
  rows.push([say('cashier'), String(says.cashier)], [say('code'), typedCode(says.anchor)]);
  return rows;
}
function headline(seen) {
  if (seen.answer === 'not-authentic') {
    return ['✕', say('not'), say(WHY[seen.code] || 'sig') + ' ' + office('notDo')];
  }
  if (seen.answer === 'unknown') {
    const why = { 'after-cut': 'reported', newer: 'newer', browser: 'browser' }[seen.code] || 'rootUnknown';
    return ['?', say('unknown'), office(why)];
  }
  if (seen.code === 'training') return ['▨', say('practice'), say('practiceWhy')];
  if (acuse && acuse.state === 2) {
    const undone = Array.isArray(acuse.undone) ? folioText(seen.device.name, acuse.undone) : '';
    return ['⊘', say('cancelled'), say('cancelledWhy', undone)];
  }
  if (acuse && acuse.state === 3) return ['!', say('differs'), office('goOffice')];
  if (acuse && acuse.state === 5) return ['!', say('voided'), office('goOffice')];
  return ['✓', say('authentic'), say('authenticWhy', KNOWN.name)];
}
function draw() {
  document.documentElement.lang = language;
  document.querySelectorAll('[data-text]').forEach(function (node) { node.textContent = say(node.dataset.text); });
  put('domain', say('domain', KNOWN.words));
  put('about', say('about', KNOWN.legal));
  put('offline', ready ? say('ready') : '');
  at('language').textContent = say('language');
  at('language').lang = language === 'es' ? 'en' : 'es';
  put('news', news && say(news));
  const seen = shown, open = Boolean(seen && seen.says && seen.answer !== 'not-authentic');
  const real = open && (seen.code === 'ok' || seen.code === 'after-cut');
  const head = seen ? headline(seen) : ['', say('empty'), say('emptyWhy')];
  const box = at('answer'), doubt = acuse && [2, 3, 5].indexOf(acuse.state) >= 0;
  box.dataset.answer = !seen ? 'none' : doubt ? 'doubt' : seen.answer;
  box.dataset.code = seen ? seen.code : '';
  box.dataset.practice = seen && seen.code === 'training' ? 'yes' : 'no';
  put('age', open ? age(seen.says.time) : '');
  put('mark', head[0]);
  put('head', head[1]);
  put('why', head[2]);
  document.title = (seen ? head[1] + ' · ' : '') + say('title');
  at('tell').hidden = !real;
  at('facts').hidden = !open;
  fill('list', open ? facts(seen) : []);
  at('unchecked').hidden = !open;
  const gaps = acuse ? ['gap2'] : ['gap1', 'gap2'];
  at('gaps').textContent = '';
  gaps.map((name) => say(name))
    .concat(revocations ? say('gap3', moment(revocations.issued)) : say('gap4'))
    .forEach(function (text) { at('gaps').append(Object.assign(document.createElement('li'), { textContent: text })); });
  at('acuse').hidden = !acuse;
  if (acuse) drawAcuse(seen);
}
function drawAcuse(seen) {
  at('acstate').textContent = say('state' + acuse.state);
  const rows = [];
  if (acuse.arrived) rows.push([say('arrived'), moment(acuse.arrived)]);
  if (acuse.state === 2 && Array.isArray(acuse.undone)) rows.push([say('undone'), folioText(seen.device.name, acuse.undone)]);
  if (acuse.durable) rows.push([say('durable'), say('durableYes')]);
  rows.push([say('answered'), moment(acuse.answered, true)], [say('signed'), say('signedYes')]);
  fill('acfacts', rows);
}

async function check(text, fromPerson) {
  acuse = null;
  news = '';
  if (!window.crypto || !crypto.subtle || typeof BigInt === 'undefined') {
    shown = { answer: 'unknown', code: 'browser' };
  } else {
    shown = await verify(text, KNOWN, revocations);
  }
  digits = text.slice(KNOWN.prefix.length);
  draw();
  if (fromPerson) at('head').focus();
  if (!at('tell').hidden && await isChosen()) await tell();
}
function pasted(text) {  // spaces and line ends come from messages; bare digits from some scanners
  const bare = text.replace(/\s+/g, '');
  return /^[0-9]+$/.test(bare) ? KNOWN.prefix + bare : bare;
}
function scanned() {
  const fragment = location.hash.slice(1);
  if (!fragment) return false;
  history.replaceState(null, '', location.pathname);  // the history keeps no receipt
  check(KNOWN.prefix + fragment, false);
  return true;
}

// What leaves this phone, and only after somebody asked for it.
async function talk(path, options, wait) {
  const asked = shown;
  news = wait;
  draw();
  try {
    const answer = await fetch(KNOWN.base + path,
      Object.assign({ credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' }, options));
    const body = new Uint8Array(await answer.arrayBuffer());
    if (shown !== asked) return;
    if (answer.ok) {
      acuse = await readAcuse(body, shown, KNOWN.roots);
      news = options.body || acuse.state > 0 ? 'told' : '';
    } else {
      news = answer.status === 404 ? 'notHere' : answer.status === 400 ? 'turned' : answer.status === 429 ? 'later' : 'offlineNow';
    }
  } catch (error) {
    news = error instanceof Refused ? 'badAnswer' : 'offlineNow';
  }
  draw();
}
function tell() {
  const headers = { 'Content-Type': 'text/plain' };
  return talk('/v1/receipts/seen', { method: 'POST', headers: headers, body: digits }, 'sending');
}
function ask() {
  const folio = shown.says.folio;
  const path = '/v1/receipts/' + shown.deviceId + '/' + folio[0] + '/' + folio[1];
  return talk(path + '?a=' + toHex(shown.says.anchor), {}, 'asking');
}

// The one store: page (by the worker), list of reported devices, and the choice to tell always.
async function store() { return window.caches ? caches.open(STORE) : null; }
async function isChosen() {
  const kept = await store();
  return Boolean(kept && await kept.match(CHOICE));
}
async function choose() {
  const kept = await store();
  if (!kept) return;
  if (at('always').checked) await kept.put(CHOICE, new Response('1')); else await kept.delete(CHOICE);
}
async function listIn(response) {
  try {
    const says = decode(new Uint8Array(await response.clone().arrayBuffer()));
    const signed = says instanceof Map ? says.get(2) : null;
    return isBytes(signed) ? await readRevocations(signed, KNOWN.roots) : null;
  } catch (error) { return null; }
}
async function fetchList() {
  const kept = await store(), path = KNOWN.base + '/v1/central';
  const held = kept && await kept.match(path);
  if (held) revocations = await listIn(held);
  const renewed = (async () => {
    const fresh = await fetch(path, { cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer' });
    const list = fresh.ok && await listIn(fresh);
    if (!list || (revocations && list.number <= revocations.number)) return;
    revocations = list;
    if (kept) await kept.put(path, fresh);
    const again = shown && shown.says && !acuse ? KNOWN.prefix + digits : '';
    if (again) shown = await verify(again, KNOWN, revocations);
    draw();
  })().catch(function () {});
  return held ? null : Promise.race([renewed, new Promise(function (go) { setTimeout(go, 1500); })]);
}

async function start() {
  draw();
  at('send').addEventListener('click', tell);
  at('ask').addEventListener('click', ask);
  at('always').addEventListener('change', choose);
  at('check').addEventListener('click', function () { check(pasted(at('text').value), true); });
  at('language').addEventListener('click', () => {
    language = language === 'es' ? 'en' : 'es';
    draw();
  });
  window.addEventListener('hashchange', scanned);
  if (location.hash) put('head', say('wait'));
  if (window.crypto && crypto.subtle && typeof BigInt !== 'undefined') await fetchList();
  scanned();
  at('always').checked = await isChosen();
  if (navigator.serviceWorker) {
    await navigator.serviceWorker.register('/v-worker.js', { scope: '/v' });
    await navigator.serviceWorker.ready;
    ready = true;
    draw();
  }
}
start();
