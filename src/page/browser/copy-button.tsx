/** Makes a text on demand, copies it, and confirms. */
import { useState } from 'preact/hooks';

interface CopyButtonProps {
  /** The name of the text: `kernel style`. */
  readonly what: string;
  readonly text: () => string | Promise<string>;
}

export function CopyButton({ what, text }: CopyButtonProps) {
  const [said, say] = useState('');
  const copy = async () => {
    say(await attempt(text));
    setTimeout(() => say(''), 2500);
  };
  return (
    <span class="copy">
      <button type="button" onClick={copy}>
        Copy {what}
      </button>
      <span role="status" class="said">
        {said}
      </span>
    </span>
  );
}

async function attempt(text: CopyButtonProps['text']): Promise<string> {
  let made: string;
  try {
    made = await text();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return (await copied(made)) ? 'copied' : 'this browser does not allow copying';
}

/** The clipboard exists in secure contexts only; elsewhere a selection is copied. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
