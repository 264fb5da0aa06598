// express-pouchdb over https, in memory: `node server.js HOST PORT CERT KEY`.
'use strict'
const fs = require('fs')
const https = require('https')
const express = require('express')
const [host, port, cert, key] = process.argv.slice(2)
const PouchDB = require('pouchdb')
PouchDB.plugin(require('pouchdb-adapter-memory'))
const Memory = PouchDB.defaults({ adapter: 'memory' })
const app = express()
let requests = 0
app.use((request, response, next) => {
  if (request.path === '/_bench/requests') return response.json({ requests })
  requests += 1
  next()
})
app.use('/', require('express-pouchdb')(Memory, { inMemoryConfig: true, logPath: '/dev/null' }))
https.createServer({ cert: fs.readFileSync(cert), key: fs.readFileSync(key) }, app)
  .listen(Number(port), host, () => console.log('ready'))
