/**
 * Requests of the walk, and what answers them: the server that sent the page, or an engine in the page (../live/engine.ts). Each request to a
 * server names the edition of the model that the page shows.
 */

/** The server has ended, or cannot be reached. */
export class Unreachable extends Error {}

let edition = 0;

export function showEdition(number: number): void {
  edition = number;
}

/** Rejects with `Unreachable`, or with an `Error` that says why the request was refused. A request with a body is a POST. */
export type Answerer = (path: string, body?: unknown) => Promise<unknown>;

let answerer: Answerer = byServer;

/** From here on another answers: `everywhen explore` has a server, a live report does not. */
export function answerBy(other: Answerer): void {
  answerer = other;
}

export async function ask<T>(path: string, body?: unknown): Promise<T> {
  return (await answerer(path, body)) as T;
}

async function byServer(path: string, body?: unknown): Promise<unknown> {
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
  if (response.ok) return answer;
  throw new Error((answer as { readonly error: string }).error);
}

/** The page's edition, for the requests that carry a walk from it to the latest one. */
export function shownEdition(): number {
  return edition;
}
