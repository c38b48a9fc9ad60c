import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultProxy } from './FaultProxy';

/** Answers everything with itself, and can speak by itself. */
async function startEcho() {
  const sockets: Socket[] = [];
  const server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', chunk => socket.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    sockets,
    target: {
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
    },
    stop: () => {
      sockets.forEach(socket => socket.destroy());
      server.close();
    },
  };
}

async function open(port: number) {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let ending = '';
  socket.on('data', chunk => {
    received += chunk;
  });
  socket.on('error', error => {
    ending = (error as NodeJS.ErrnoException).code ?? 'error';
  });
  socket.on('end', () => {
    ending ||= 'end';
  });
  await once(socket, 'connect');
  return {
    socket,
    received: () => received,
    ending: () => ending,
    async ask(text: string) {
      socket.write(text);
      await sleep(50);
      return received;
    },
  };
}

describe('FaultProxy', () => {
  let echo: Awaited<ReturnType<typeof startEcho>>;
  let proxy: FaultProxy;

  beforeEach(async () => {
    echo = await startEcho();
    proxy = await FaultProxy.start(echo.target);
  });

  afterEach(async () => {
    await proxy.stop();
    echo.stop();
  });

  it('lets everything through, in both directions', async () => {
    const client = await open(proxy.port);
    expect(await client.ask('hello')).toBe('hello');
    expect(proxy).toMatchObject({ open: 1, accepted: 1, answeredBytes: 5 });
  });

  it('ends what one side ends', async () => {
    const client = await open(proxy.port);
    await client.ask('hello');
    client.socket.end();
    await once(client.socket, 'close');
    await sleep(20);
    expect(proxy.open).toBe(0);
  });

  it.each([
    ['reset', 'ECONNRESET'],
    ['end', 'end'],
  ] as const)('cuts by %s, and takes new connections', async (how, ending) => {
    const client = await open(proxy.port);
    await client.ask('hello');
    proxy.cut(how);
    await sleep(50);
    expect(client.ending()).toBe(ending);
    expect(await (await open(proxy.port)).ask('again')).toBe('again');
  });

  it('cuts in the middle of what is said', async () => {
    const client = await open(proxy.port);
    proxy.cutAfter(7);
    await client.ask('1234567890');
    expect(client.received()).toBe('1234567');
    expect(client.ending()).not.toBe('');
    await proxy.pass();
    expect(await (await open(proxy.port)).ask('1234567890')).toBe('1234567890');
  });

  it('goes silent without telling anybody, and never revives what was silent', async () => {
    const client = await open(proxy.port);
    await client.ask('hello');
    proxy.silence();
    expect(await client.ask('lost')).toBe('hello');
    echo.sockets[0].write('lost as well');
    echo.sockets[0].end();
    const late = await open(proxy.port);
    expect(await late.ask('lost')).toBe('');
    await proxy.pass();
    expect(await client.ask('lost')).toBe('hello');
    expect(client.ending()).toBe('');
    expect(client.socket.destroyed).toBe(false);
    expect(await (await open(proxy.port)).ask('again')).toBe('again');
  });

  it('delays and keeps the order', async () => {
    const client = await open(proxy.port);
    proxy.delay(100);
    const started = Date.now();
    client.socket.write('a');
    await sleep(5);
    client.socket.write('b');
    while (client.received() !== 'ab') {
      await sleep(5);
    }
    expect(Date.now() - started).toBeGreaterThan(190);
  });

  it('refuses, and listens on the same port again', async () => {
    const client = await open(proxy.port);
    await client.ask('hello');
    const { port } = proxy;
    await proxy.refuse();
    await sleep(20);
    expect(client.ending()).toBe('ECONNRESET');
    await expect(open(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.pass();
    expect(await (await open(port)).ask('again')).toBe('again');
  });

  it('leads elsewhere', async () => {
    const other = await startEcho();
    proxy.retarget(other.target);
    await (await open(proxy.port)).ask('hello');
    expect(other.sockets).toHaveLength(1);
    other.stop();
  });
});
