/** Takes a text along, and says whether that went well: a browser may refuse, and on plain addresses it offers no way at all. */
import { Button, type ButtonProps } from 'antd';
import { useState } from 'react';
import { useWords } from '../words/language.js';
import { liveTexts } from './texts.js';

interface CopyButtonProps extends Pick<ButtonProps, 'type' | 'size'> {
  readonly words: string;
  readonly text: () => string;
}

export function CopyButton({ words, text, ...look }: CopyButtonProps) {
  const { t } = useWords(liveTexts);
  const [said, setSaid] = useState<'copied' | 'copyFailed'>();
  if (!('clipboard' in navigator)) return null;
  const copy = (): void =>
    void navigator.clipboard.writeText(text()).then(
      () => setSaid('copied'),
      () => setSaid('copyFailed'),
    );
  return (
    <Button {...look} onClick={copy}>
      <span aria-live="polite">{said ? t(said) : words}</span>
    </Button>
  );
}
