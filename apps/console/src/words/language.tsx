/** In which of the two languages somebody reads, remembered by the browser; Chinese where nothing was chosen. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { store, stored } from './storage.js';
import { filled, shellTexts, type Pair, type TextKey, type Texts } from './texts.js';

export type Language = 'zh-CN' | 'en';

/** A text of the server's, in both languages. */
export type Words = Readonly<Record<Language, string>>;

const KEPT_AT = 'linli.language';

type Params = Readonly<Record<string, string | number>>;

interface Speaking<Key extends string = TextKey> {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  /** A text of the shell, or of the texts that were given. */
  readonly t: (key: Key, params?: Params) => string;
  /** Words of the server, or what stands in for them. */
  readonly say: (words: Words | undefined, otherwise?: string) => string;
}

const SpeakingContext = createContext<Speaking | undefined>(undefined);

let chosenHere: Language | undefined;

/** By this page, else by one before it. */
export function chosenLanguage(): Language {
  return chosenHere ?? (stored(KEPT_AT) === 'en' ? 'en' : 'zh-CN');
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    chosenHere = chosen;
    store(KEPT_AT, chosen);
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

const NONE: Texts = {};

/** @param own what a desk or a folder says beside the texts of the shell; a constant, so that what depends on `t` stays as it is */
export function useWords(): Speaking;
export function useWords<Own extends Texts>(own: Own): Speaking<TextKey | Extract<keyof Own, string>>;
export function useWords(own: Texts = NONE): Speaking<string> {
  const speaking = useContext(SpeakingContext);
  if (!speaking) throw new Error('useWords needs a LanguageProvider above it');
  const { language } = speaking;
  const t = useCallback(
    (key: string, params: Params = {}) => {
      const pair: Pair | undefined = own[key] ?? (shellTexts as Texts)[key];
      return pair ? filled(pair[language === 'en' ? 1 : 0], params) : key;
    },
    [own, language],
  );
  return useMemo(() => ({ ...speaking, t }), [speaking, t]);
}
