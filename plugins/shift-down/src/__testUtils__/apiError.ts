/** The error of a backend that answers with a status other than success. */
export function apiError(statusCode: number, message: string): Error {
  return Object.assign(new Error(`Request failed with ${statusCode}`), {
    statusCode,
    body: { error: { name: 'Error', message } },
  });
}
