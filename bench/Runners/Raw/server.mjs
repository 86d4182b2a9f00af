// The control: node's own http server with the same handler.
import { createServer } from 'node:http'

const handler = async () => ({ status: 200, body: { text: 'Hello from the benchmark', number: 42, isFriendly: true } })

const server = createServer(async (request, response) => {
  const { status, body } = await handler()
  const json = Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': json.length })
  response.end(json)
})

// Its connections rest while the others have their turn.
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${server.address().port}`))
process.on('SIGTERM', () => process.exit(0))
