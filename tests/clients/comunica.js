// Asks queries with Comunica: each line of standard input is {query, sources}, each line of output its answer.
import { createInterface } from "node:readline";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();

async function ask({ query, sources, ...context }) {
  const result = await engine.query(query, { sources, ...context });
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
