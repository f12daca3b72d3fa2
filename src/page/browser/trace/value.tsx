/** A value as the traces print it; beside another, what it has and the other has not is marked. */
import type { JsonValue } from '../../../model/value-json.ts';
import { elements, hasForm, type JsonObject, same, wholeValueText } from '../../../trace/value-text.ts';
import { Text } from '../text.tsx';

interface ValueProps {
  readonly value: JsonValue;
  /** What stood or will stand in its place. */
  readonly besides?: JsonValue | undefined;
  readonly as?: 'del' | 'ins';
}

export function Value({ value, besides, as: Mark = 'ins' }: ValueProps) {
  const parts = setParts(value, besides);
  if (parts === undefined) {
    const text = <Text text={wholeValueText(value)} />;
    return <span class="value">{besides === undefined ? text : <Mark>{text}</Mark>}</span>;
  }
  return (
    <span class="value">
      {'{'}
      {parts.map(({ element, isNew }, i) => (
        <span key={wholeValueText(element)}>
          {i > 0 && ', '}
          {isNew ? (
            <Mark>
              <Text text={wholeValueText(element)} />
            </Mark>
          ) : (
            <Text text={wholeValueText(element)} />
          )}
        </span>
      ))}
      {'}'}
    </span>
  );
}

/** Of two sets, what only this one has is news; of anything else, all. */
function setParts(value: JsonValue, besides: JsonValue | undefined) {
  if (besides === undefined || !isSet(value) || !isSet(besides)) return undefined;
  const others = elements(besides);
  return elements(value).map((element) => ({ element, isNew: !others.some((other) => same(other, element)) }));
}

function isSet(value: JsonValue): value is JsonObject {
  const isTagged = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isTagged && (value as JsonObject)['$'] === 'Set' && hasForm(value as JsonObject);
}
