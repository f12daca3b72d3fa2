/** The page of a comparison: the answer, and the runs that the other side cannot follow, in lanes. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ComparePageData, PageDifference } from '../../data/compare-data.ts';
import { CopyButton } from '../copy-button.tsx';
import { shown, Text } from '../text.tsx';
import { TraceViewer } from '../trace/trace-viewer.tsx';
import { Sentences } from './sentences.tsx';

/** More are shown on demand. */
const INSTEAD_MAX = 20;

export function ComparePage({ data }: { readonly data: ComparePageData }) {
  const { answer, sides, observed, differences, counts, command, version, made } = data;
  useEffect(() => {
    document.title = shown(`Everywhen: ${answer}`, 100);
  }, [answer]);
  return (
    <main id="main">
      <h1>Does A do anything that B does not?</h1>
      <p>
        <b>
          <Text text={answer} />
        </b>
      </p>
      <Sentences texts={[...sides, ...observed]} />
      {differences.map((difference) => (
        <Difference key={difference.of} difference={difference} takesKeys={differences.length === 1} />
      ))}
      <h2>What was compared</h2>
      <Sentences texts={counts} />
      <p>
        <code>{shown(command, 1000)}</code> <CopyButton what="command" text={() => command} />
      </p>
      <p>
        Everywhen {shown(version)}, {shown(made)}
      </p>
    </main>
  );
}

interface DifferenceProps {
  readonly difference: PageDifference;
  readonly takesKeys: boolean;
}

/** It opens at the end of the run, where the other side cannot follow. */
function Difference({ difference, takesKeys }: DifferenceProps) {
  const { in: within, heading, run, columns, problem, instead } = difference;
  const [moment, setMoment] = useState(run.steps.length);
  const [isOpen, setOpen] = useState(false);
  const byProcess = useMemo(() => new Map(Object.entries(columns)), [columns]);
  const more = isOpen ? 0 : instead.length - INSTEAD_MAX;
  return (
    <section aria-label={shown(heading)}>
      <h2>{shown(heading.replace(/^a/, 'A'))}</h2>
      <TraceViewer
        trace={run}
        columns={byProcess}
        {...{ moment, takesKeys }}
        onMoment={setMoment}
        label={heading}
        ending={problem}
      />
      <h3>What {within} may do there instead</h3>
      {instead.length === 0 ? (
        <p>Nothing.</p>
      ) : (
        <Sentences texts={more > 0 ? instead.slice(0, INSTEAD_MAX) : instead} />
      )}
      {more > 0 && (
        <button type="button" class="more" onClick={() => setOpen(true)}>
          {more} more
        </button>
      )}
    </section>
  );
}
