'use strict';
// Keeps the verify page for days without a network. It touches nothing but GET /v.
const STORE = 'ventanilla-v', PAGE = '/v';

async function renew() {
  const answer = await fetch(PAGE, { cache: 'no-cache', credentials: 'omit' });
  const kind = answer.headers.get('content-type') || '';
  const policy = answer.headers.get('content-security-policy');
  if (answer.ok && !answer.redirected && kind.indexOf('text/html') === 0 && policy) {
    await (await caches.open(STORE)).put(PAGE, answer.clone());
  }
  return answer;
}

self.addEventListener('install', (event) => {
  event.waitUntil(renew().then(() => self.skipWaiting()));
});
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin || url.pathname !== PAGE) return;
  const fresh = renew();
  event.waitUntil(fresh.catch(function () {}));
  event.respondWith(caches.match(PAGE, { cacheName: STORE }).then((kept) => kept || fresh));
});
