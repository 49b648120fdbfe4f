/** In which of the two languages somebody reads, remembered by the browser; Chinese where nothing was chosen. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { filled, shellTexts, type TextKey } from './texts.js';

export type Language = 'zh-CN' | 'en';

/** A text of the server's, in both languages. */
export type Words = Readonly<Record<Language, string>>;

const KEPT_AT = 'linli.language';

interface Speaking {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  /** A text of the shell. */
  readonly t: (key: TextKey, params?: Readonly<Record<string, string | number>>) => string;
  /** Words of the server, or what stands in for them. */
  readonly say: (words: Words | undefined, otherwise?: string) => string;
}

const SpeakingContext = createContext<Speaking | undefined>(undefined);

export function chosenLanguage(): Language {
  return localStorage.getItem(KEPT_AT) === 'en' ? 'en' : 'zh-CN';
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(KEPT_AT, chosen);
    setLanguage(chosen);
  }, []);
  const speaking = useMemo(
    (): Speaking => ({
      language,
      choose,
      t: (key, params = {}) => filled(shellTexts[key][language === 'en' ? 1 : 0], params),
      say: (words, otherwise = '') => words?.[language] ?? otherwise,
    }),
    [language, choose],
  );
  return <SpeakingContext value={speaking}>{children}</SpeakingContext>;
}

export function useWords(): Speaking {
  const speaking = useContext(SpeakingContext);
  if (!speaking) throw new Error('useWords needs a LanguageProvider above it');
  return speaking;
}
