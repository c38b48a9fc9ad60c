import { act, renderHook, waitFor } from '@testing-library/react';
import { apiError } from '../__testUtils__/FakeShiftDownApi';
import { useLoad } from './useLoad';

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

describe('useLoad', () => {
  it('drops a late answer to an earlier question', async () => {
    const answers = { a: deferred<string>(), b: deferred<string>() };
    const { result, rerender } = renderHook(
      ({ key }: { key: 'a' | 'b' }) => useLoad(key, () => answers[key].promise),
      { initialProps: { key: 'a' } },
    );
    rerender({ key: 'b' });
    await act(async () => answers.b.resolve('about b'));
    await act(async () => answers.a.resolve('about a'));
    expect(result.current.result).toMatchObject({
      status: 'loaded',
      value: 'about b',
    });
  });

  it('never shows the answer to another key as if it were this one’s', async () => {
    const { result, rerender } = renderHook(
      ({ key }) =>
        useLoad(
          key,
          () =>
            key === 'a'
              ? Promise.resolve('about a')
              : Promise.reject(new Error('no')),
          { keepPrevious: true },
        ),
      { initialProps: { key: 'a' } },
    );
    await waitFor(() => expect(result.current.result.status).toBe('loaded'));
    rerender({ key: 'b' });
    expect(result.current.result).toMatchObject({
      status: 'loaded',
      refreshing: true,
    });
    await waitFor(() => expect(result.current.result.status).toBe('failed'));
  });

  it.each([
    ['keeps the last answer and says that a refresh failed', 503, 'loaded'],
    ['forgets it when it may no longer be read', 404, 'failed'],
  ])('%s', async (_, status, expected) => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockResolvedValueOnce('first')
      .mockRejectedValue(apiError(status, 'no'));
    const { result } = renderHook(() => useLoad('a', load));
    await waitFor(() => expect(result.current.result.status).toBe('loaded'));
    act(() => result.current.reload());
    await waitFor(() => {
      const { result: load2 } = result.current;
      expect(load2.status).toBe(expected);
      expect('error' in load2 || 'refreshError' in load2).toBe(true);
    });
    expect(load).toHaveBeenCalledTimes(2);
  });
});
