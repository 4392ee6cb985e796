// Asks queries with Comunica: each line of standard input is {query, sources, texts}, each line of output its answer.
// `texts` are values of variables that are bound beforehand, as the Network of Terms does.
import { createInterface } from "node:readline";
import { QueryEngine } from "@comunica/query-sparql";
import { BindingsFactory } from "@comunica/utils-bindings-factory";
import { DataFactory } from "rdf-data-factory";

const engine = new QueryEngine();
const terms = new DataFactory();
const bindings = new BindingsFactory(terms);

async function ask({ query, sources, texts }) {
  const context = { sources };
  if (texts) {
    const literals = Object.entries(texts).map(([name, text]) => [name, terms.literal(text)]);
    context.initialBindings = bindings.fromRecord(Object.fromEntries(literals));
  }
  const result = await engine.query(query, context);
  switch (result.resultType) {
    case "bindings": {
      const rows = [];
      for await (const binding of await result.execute()) {
        rows.push(Object.fromEntries([...binding].map(([variable, term]) => [variable.value, term.value])));
      }
      return rows;
    }
    case "boolean":
      return await result.execute();
    case "quads": {
      const triples = [];
      for await (const { subject, predicate, object } of await result.execute()) {
        triples.push([subject.value, predicate.value, object.value]);
      }
      return triples;
    }
    default:
      throw new Error(`an answer of a kind unknown here: ${result.resultType}`);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { answer: await ask(JSON.parse(line)) };
  } catch (error) {
    answer = { error: `${error.name}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
