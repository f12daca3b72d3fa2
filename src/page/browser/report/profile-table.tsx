/** What the evaluations of each step and property cost; the most expensive come first. */
import { adviceFor, readsText } from '../../../check/advice.ts';
import type { EvaluationProfile } from '../../../model/accounts/profile.ts';
import { counted } from '../../../trace/counted.ts';
import { Text } from '../text.tsx';

interface ProfileTableProps {
  readonly profile: readonly EvaluationProfile[];
  /** Of the whole run, of which the shares are. */
  readonly seconds: number;
}

export function ProfileTable({ profile, seconds }: ProfileTableProps) {
  const evaluated = profile.filter(({ evaluations }) => evaluations > 0);
  const spent = evaluated.reduce((total, row) => total + row.seconds, 0);
  return (
    <section aria-labelledby="profile">
      <h2 id="profile">Evaluations</h2>
      <details>
        <summary>
          {counted(evaluated.length, 'step or property', 'steps and properties')}, {spent.toFixed(2)} of{' '}
          {seconds.toFixed(2)} s
        </summary>
        <div class="scroll">
          <table class="list">
            <caption class="visually-hidden">
              Steps and properties, what their evaluations cost, and what they read
            </caption>
            <thead>
              <tr>
                <th scope="col">step or property</th>
                <th scope="col" class="figure">
                  share
                </th>
                <th scope="col" class="figure">
                  evaluations
                </th>
                <th scope="col" class="figure">
                  memoised
                </th>
                <th scope="col" class="figure">
                  kB
                </th>
                <th scope="col">reads</th>
              </tr>
            </thead>
            <tbody>
              {evaluated.map((row) => (
                <tr key={`${row.kind}\0${row.name}`}>
                  <th scope="row">
                    <Text text={row.name} />
                  </th>
                  <td class="figure">{seconds === 0 ? '' : `${((100 * row.seconds) / seconds).toFixed(1)}%`}</td>
                  <td class="figure">{row.evaluations.toLocaleString('en')}</td>
                  <td class="figure">{row.memoised.toLocaleString('en')}</td>
                  <td class="figure">{Math.ceil(row.bytes / 1024).toLocaleString('en')}</td>
                  <td>
                    <Text text={readsText(row.reads)} />
                    <Advice text={adviceFor(row, seconds)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Advice({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p>
      <Text text={text} />
    </p>
  );
}
