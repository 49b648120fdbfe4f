/** Where one types what is looked for. It keeps its own text, so that no answer and no address takes a letter back. */
import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type Ref } from 'react';
import { useWords } from '../words/language.js';
import { listTexts } from './texts.js';

/** How long somebody pauses before the server is asked. */
const PAUSE_MS = 200;

interface FindBoxProps {
  readonly ref: Ref<InputRef>;
  /** What stands in the address. */
  readonly found: string;
  readonly busy: boolean;
  readonly onFind: (words: string) => void;
}

export function FindBox({ ref, found, busy, onFind }: FindBoxProps) {
  const { t } = useWords(listTexts);
  const [typed, setTyped] = useState(found);
  /** What this box last said: an address that repeats it is no news. */
  const said = useRef(found);
  const find = useRef(onFind);
  useEffect(() => {
    find.current = onFind;
  });
  useEffect(() => {
    if (found === said.current) return;
    said.current = found;
    setTyped(found);
  }, [found]);
  useEffect(() => {
    if (typed === said.current) return;
    const pause = setTimeout(() => {
      said.current = typed;
      find.current(typed);
    }, PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed]);
  return (
    <Input
      ref={ref}
      className="list-find"
      prefix={<SearchOutlined spin={busy} aria-hidden="true" />}
      placeholder={t('find')}
      aria-label={t('find')}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      allowClear
    />
  );
}
