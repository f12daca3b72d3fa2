/** Requests to the server that sent the page. Each names the edition of the model that the page shows. */

/** The server has ended, or cannot be reached. */
export class Unreachable extends Error {}

let edition = 0;

export function showEdition(number: number): void {
  edition = number;
}

/** Throws `Unreachable`; if the server refuses, an `Error` with the server's message. A request with a body is a POST. */
export async function ask<T>(path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(
      edition === 0 ? path : `${path}?edition=${edition}`,
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
  } catch (error) {
    throw new Unreachable('The server cannot be reached.', { cause: error });
  }
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  throw new Error((answer as { readonly error: string }).error);
}

/** The page's edition, for the requests that carry a walk from it to the latest one. */
export function shownEdition(): number {
  return edition;
}
