/** A value as the traces print it. Beside another value, the parts that the other value lacks are marked. */
import type { JsonValue } from '../../../model/value-json.ts';
import { elements, hasForm, type JsonObject, same, wholeValueText } from '../../../trace/value-text.ts';
import { Text } from '../text.tsx';

interface ValueProps {
  readonly value: JsonValue;
  /** The value before or after the change. */
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

/** Of two sets, the elements that only this set has are marked; of any other value, all of it. */
function setParts(value: JsonValue, besides: JsonValue | undefined) {
  if (besides === undefined || !isSet(value) || !isSet(besides)) return undefined;
  const others = elements(besides);
  return elements(value).map((element) => ({ element, isNew: !others.some((other) => same(other, element)) }));
}

function isSet(value: JsonValue): value is JsonObject {
  const isTagged = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isTagged && (value as JsonObject)['$'] === 'Set' && hasForm(value as JsonObject);
}
