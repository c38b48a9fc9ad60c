/** Waits until something holds, and fails if it does not within 20 seconds. @internal */
export async function eventually<T>(
  read: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error('It did not happen within 20 seconds');
    }
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
