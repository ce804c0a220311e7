/** Ordinary requests: validated against Shopify's schema and the table of what is served, then run by graphql-js. */
import { execute, getNamedType, GraphQLError, isObjectType, specifiedRules, validate } from 'graphql';
import type { ASTVisitor, DocumentNode, ExecutionResult, GraphQLObjectType, ValidationContext } from 'graphql';
import { NotServed } from './errors.ts';
import { adminSchema } from './schema.ts';
import { fieldResolver, servedField } from './served.ts';
import { Typed } from './serving.ts';
import type { Args, Serving } from './serving.ts';

/** Refuses fields and arguments of object types that the stand-in does not serve. */
function servedOnly(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const parent = context.getParentType();
      const name = node.name.value;
      // What an interface's field leads to is known at run time only, and refused there.
      if (!isObjectType(parent) || name.startsWith('__') || parent.name.startsWith('__')) return;
      if (parent.getFields()[name] === undefined) return;
      const served = servedField(parent.name, name);
      if (served === undefined) {
        context.reportError(new GraphQLError(new NotServed(`${parent.name}.${name}`).message, { nodes: node, extensions: { code: 'NOT_SERVED' } }));
        return;
      }
      for (const argument of node.arguments ?? []) {
        if (!served.args.includes(argument.name.value)) {
          const message = new NotServed(`the argument ${argument.name.value} of ${parent.name}.${name}`).message;
          context.reportError(new GraphQLError(message, { nodes: argument, extensions: { code: 'NOT_SERVED' } }));
        }
      }
    },
  };
}

const validated = new WeakMap<DocumentNode, readonly GraphQLError[]>();

/** What is wrong with a document; empty: nothing. */
export function validateDocument(document: DocumentNode): readonly GraphQLError[] {
  const known = validated.get(document);
  if (known !== undefined) return known;
  const errors = validate(adminSchema(), document, [...specifiedRules, servedOnly]);
  validated.set(document, errors);
  return errors;
}

/** Runs a validated document. No resolver waits for anything, so neither does this. */
export function executeDocument(
  document: DocumentNode,
  variables: Args,
  operationName: string | null,
  serving: Serving,
): ExecutionResult {
  const result = execute({
    schema: adminSchema(),
    document,
    variableValues: variables,
    operationName,
    rootValue: {},
    contextValue: serving,
    fieldResolver: (source: unknown, args: Args, context: Serving, info) =>
      fieldResolver(info.parentType as GraphQLObjectType, info.fieldName)(source, args, context),
    typeResolver: (value: unknown, _context, _info, abstractType) => {
      if (value instanceof Typed) return value.type;
      throw new Error(`A resolver gave an object for ${getNamedType(abstractType).name} that does not say its type.`);
    },
  });
  if (result instanceof Promise) throw new Error('A resolver of the stand-in waits for something; it must answer at once.');
  return result;
}
