/** Stands for the API: answers what it was told to, and notes what it was asked. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  status: number;
  body: object;
}

interface AskedRequest {
  method: string;
  path: string;
  authorization: string;
  body: unknown;
}

const BASE = '/api/shift-down';
const NOT_FOUND: Answer = {
  status: 404,
  body: { error: { name: 'NotFoundError', message: 'There is none' } },
};

export class FakeApi {
  readonly requests: AskedRequest[] = [];
  readonly #answers = new Map<string, Answer>();
  #refusal: Answer | undefined;
  #server: Server | undefined;

  get baseUrl(): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}${BASE}`;
  }

  get paths(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }

  answer(method: string, path: string, body: object, status = 200) {
    this.#answers.set(`${method} ${path}`, { status, body });
  }

  refuseAll(status: number, body: object) {
    this.#refusal = { status, body };
  }

  reset() {
    this.requests.length = 0;
    this.#answers.clear();
    this.#refusal = undefined;
  }

  async start() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const text = Buffer.concat(chunks).toString();
      const method = request.method ?? '';
      const path = (request.url ?? '').replace(BASE, '');
      this.requests.push({
        method,
        path,
        authorization: request.headers.authorization ?? '',
        body: text && JSON.parse(text),
      });
      const { status, body } =
        this.#refusal ?? this.#answers.get(`${method} ${path}`) ?? NOT_FOUND;
      response
        .writeHead(status, { 'content-type': 'application/json' })
        // As the portal's middleware tells errors.
        .end(JSON.stringify({ ...body, response: { statusCode: status } }));
    });
    await new Promise<void>(done => {
      this.#server?.listen(0, '127.0.0.1', done);
    });
  }

  stop() {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}
