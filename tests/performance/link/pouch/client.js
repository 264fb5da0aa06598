// One replication of the records in FILE to URL: `node client.js FILE URL`; starts at a line on stdin.
'use strict'
const fs = require('fs')
const PouchDB = require('pouchdb')
PouchDB.plugin(require('pouchdb-adapter-memory'))
const [file, url] = process.argv.slice(2)

async function main () {
  const source = new PouchDB('source', { adapter: 'memory' })
  const documents = JSON.parse(fs.readFileSync(file, 'utf8'))
  const stored = await source.bulkDocs(documents)
  if (stored.some(one => !one.ok)) throw new Error('the source did not take every record')
  console.log('ready')
  await new Promise(resolve => process.stdin.once('data', resolve))
  const remote = new PouchDB(url)
  const started = process.hrtime.bigint()
  await new Promise((resolve, reject) => {
    PouchDB.replicate(source, remote, { live: true, retry: true })
      .on('paused', error => { if (!error) resolve() })
      .on('error', reject)
  })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  console.log(JSON.stringify({ seconds }))
  await new Promise(resolve => process.stdin.once('data', resolve))
  const arrived = (await remote.info()).doc_count
  console.log(JSON.stringify({ arrived }))
  process.exit(0)
}
main().catch(error => { console.error(error); process.exit(1) })
