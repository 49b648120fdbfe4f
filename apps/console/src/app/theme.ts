/** Colours and sizes once, for our own styles and for the controls; light and dark by choice or by the machine. */
import { theme, type ThemeConfig } from 'antd';
import { store, stored } from '../words/storage.js';

export type Shade = 'light' | 'dark';

const KEPT_AT = 'linli.shade';

export function chosenShade(): Shade {
  const kept = stored(KEPT_AT);
  if (kept === 'light' || kept === 'dark') return kept;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function keepShade(shade: Shade): void {
  store(KEPT_AT, shade);
}

export function themeOf(shade: Shade): ThemeConfig {
  const dark = shade === 'dark';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      // Some menus find their place only after a motion that really ran: it is left out, not made shorter.
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      colorPrimary: dark ? '#2a7d90' : '#0f5b6e',
      colorLink: dark ? '#6cc4d6' : '#0b5566',
      colorError: dark ? '#ff7875' : '#b42318',
      colorTextPlaceholder: dark ? '#9aa5ad' : '#66727c',
      colorTextDescription: dark ? '#a9b4bb' : '#5b6771',
      colorBgBase: dark ? '#12181c' : '#ffffff',
      borderRadius: 6,
      fontSize: 14,
      controlHeight: 34,
      fontFamily:
        'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "Segoe UI", sans-serif',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: { Button: { primaryShadow: 'none', defaultShadow: 'none' } },
  };
}
