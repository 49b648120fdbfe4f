/** What the framework has to say goes where everything else goes. */
import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

export class NestLog implements LoggerService {
  constructor(private readonly log_: Logger) {}

  /** The framework's own chronicle of a start interests nobody but who looks for a fault in it. */
  log(message: unknown, ...more: unknown[]): void {
    this.#write('debug', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.#write('error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.#write('warn', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.#write('fatal', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.#write('trace', message, more);
  }

  #write(level: 'fatal' | 'error' | 'warn' | 'debug' | 'trace', message: unknown, more: readonly unknown[]): void {
    const context = more.findLast((one) => typeof one === 'string' && !one.includes('\n'));
    const fields = typeof message === 'object' && message !== null ? message : {};
    const text = typeof message === 'string' ? message : 'the framework reports';
    this.log_[level]({ context, ...fields }, text);
  }
}
