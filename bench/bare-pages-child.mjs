// The least that can serve a page: node:http with the bytes in memory. Arguments: the file, and its headers as JSON. Prints its port.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [file, headers] = process.argv.slice(2);
const body = readFileSync(file);
const all = { ...JSON.parse(headers), 'content-length': body.length };
const server = createServer((_request, response) => {
  response.writeHead(200, all);
  response.end(body);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
