import { ShiftDownClient } from './ShiftDownClient';

/** As Backstage's front end does it to add credentials. */
function fetchOnceMore(
  seen: { method: string; body: string; type: string | null }[],
): typeof fetch {
  return async (input, init) => {
    const first = new Request(input, init);
    expect(first.url).toBe('http://portal.example/api/shift-down/campaigns');
    const second = new Request(input, init);
    seen.push({
      method: second.method,
      body: await second.text(),
      type: second.headers.get('content-type'),
    });
    return new Response('{}', {
      headers: { 'content-type': 'application/json' },
    });
  };
}

describe('ShiftDownClient', () => {
  it('sends a body through what makes a second request of the first', async () => {
    const seen: Parameters<typeof fetchOnceMore>[0] = [];
    const client = new ShiftDownClient({
      discoveryApi: {
        getBaseUrl: async id => `http://portal.example/api/${id}`,
      },
      fetchApi: { fetch: fetchOnceMore(seen) },
    });

    await client.planCampaign({
      image: 'debian',
      to: '12.12.0',
      atOnce: 5,
      stopAfterFailures: 3,
    });
    await client.listCampaigns();

    expect(seen).toEqual([
      {
        method: 'POST',
        body: '{"image":"debian","to":"12.12.0","atOnce":5,"stopAfterFailures":3}',
        type: 'application/json',
      },
      { method: 'GET', body: '', type: null },
    ]);
  });

  it('fetches documents as text, and throws what the backend says', async () => {
    const asked: string[] = [];
    const client = new ShiftDownClient({
      discoveryApi: {
        getBaseUrl: async id => `http://portal.example/api/${id}`,
      },
      fetchApi: {
        fetch: async input => {
          asked.push(String(input));
          return asked.length < 3
            ? new Response('a,b')
            : new Response(
                JSON.stringify({ error: { name: 'NotAllowedError' } }),
                {
                  status: 403,
                  headers: { 'content-type': 'application/json' },
                },
              );
        },
      },
    });

    await expect(
      client.getExceptionRegister('json', { signed: true }),
    ).resolves.toBe('a,b');
    await client.getIgnoreRules('trivy', {
      entityRef: 'component:default/a',
      repository: 'registry.example.com/a',
    });
    await expect(client.getExceptionExport('demo')).rejects.toMatchObject({
      statusCode: 403,
    });

    expect(asked).toEqual([
      'http://portal.example/api/shift-down/exceptions/register?format=json&signed=true',
      'http://portal.example/api/shift-down/exceptions/ignore-rules/trivy?entityRef=component%3Adefault%2Fa&repository=registry.example.com%2Fa',
      'http://portal.example/api/shift-down/exceptions/export?cluster=demo',
    ]);
  });
});
