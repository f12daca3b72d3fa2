/** Sentences from the data, one below the other. */
import { Text } from '../text.tsx';

export function Sentences({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>
          <Text text={text} max={600} />
        </li>
      ))}
    </ul>
  );
}
