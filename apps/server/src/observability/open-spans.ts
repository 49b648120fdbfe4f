/**
 * Traces where `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector; without it none of OpenTelemetry is loaded. Names and
 * meanings of the variables are OpenTelemetry's own.
 */
import { StartRefused } from '../start-refused.js';
import { untraced, type Spans, type SpansOptions } from './spans.js';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const TRACES_ENDPOINT = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
const PROTOCOLS = ['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'];

/** @throws StartRefused for an address or a protocol that nothing could be sent by. */
export async function openSpans(env: NodeJS.ProcessEnv, options: SpansOptions): Promise<Spans> {
  const named = [ENDPOINT, TRACES_ENDPOINT].filter((name) => (env[name] ?? '') !== '');
  if (named.length === 0 || env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none')
    return untraced;
  for (const name of named) {
    // An address may hold a password: it is not repeated.
    if (!['http:', 'https:'].includes(URL.parse(env[name] ?? '')?.protocol ?? ''))
      throw new StartRefused([
        `${name} 必须是以 http:// 或 https:// 开头的地址。`,
        `${name} must be an address that begins with http:// or https://.`,
      ]);
  }
  for (const name of PROTOCOLS)
    if (!['', 'http/json'].includes(env[name] ?? ''))
      throw new StartRefused([
        `${name} 在此只能是 http/json，不能是 ${JSON.stringify(env[name])}。`,
        `${name} can only be http/json here, not ${JSON.stringify(env[name])}.`,
      ]);
  const { OtelSpans } = await import('./otel-spans.js');
  const own = env[TRACES_ENDPOINT] ?? '';
  const url = own === '' ? `${(env[ENDPOINT] ?? '').replace(/\/+$/, '')}/v1/traces` : own;
  return new OtelSpans(url, env, options);
}
