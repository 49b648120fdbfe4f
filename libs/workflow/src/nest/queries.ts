/**
 * What an address may say after its `?`, asked of every route before it is reached: a controller says beside each route
 * what that one knows, and a route that says nothing knows nothing. So nobody can forget to ask.
 */
import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { understood, type ApiRequest } from './api-request.js';

const QUERIES = Symbol('QUERIES');

/** For a route that answers the same whatever is asked, or that judges the address itself. */
export const ANY_QUERY = '*';

/** The parts of its address that a route knows, or each route of a controller. */
export const Queries = (...names: readonly string[]): MethodDecorator & ClassDecorator => SetMetadata(QUERIES, names);

@Injectable()
export class QueryGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws ApiProblem 400 for an address or a position that is not understood. */
  canActivate(context: ExecutionContext): true {
    const places = [context.getHandler(), context.getClass()];
    const names = this.reflector.getAllAndOverride<readonly string[] | undefined>(QUERIES, places) ?? [];
    if (!names.includes(ANY_QUERY)) understood(context.switchToHttp().getRequest<ApiRequest>(), names);
    return true;
  }
}
