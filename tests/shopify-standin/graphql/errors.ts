import { GraphQLError } from 'graphql';

/** What Shopify has and the stand-in does not: always said by name, never answered with a plausible null. */
export class NotServed extends GraphQLError {
  constructor(what: string) {
    super(`The local Shopify does not serve ${what}.`, { extensions: { code: 'NOT_SERVED' } });
  }
}

/** Shopify's refusal of a field for want of an access scope. */
export class AccessDenied extends GraphQLError {
  constructor(field: string, scope: string) {
    const requiredAccess = `\`${scope}\` access scope.`;
    super(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
      extensions: {
        code: 'ACCESS_DENIED',
        documentation: 'https://shopify.dev/api/usage/access-scopes',
        requiredAccess,
      },
    });
  }
}

export class BadRequest extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'BAD_REQUEST' } });
  }
}
