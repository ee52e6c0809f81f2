// Questions of code to whoever runs it, and their answers.
//
// For: contexts whose code may ask; the prelude compiles this file then. A question leaves when nothing else is left to do.
0, function (now, natives) {
  "use strict";
  const { parse, stringify, apply, keys, join, NativePromise } = natives;
  let asked = 0;

  function ask(kind, details) {
    return new NativePromise((fulfil, reject) => {
      const text = stringify({ id: asked + 1, kind, details });
      asked += 1;
      now.waiting[asked] = { fulfil, reject };
      now.questions[now.questions.length] = text;
    });
  }

  // What was asked since the last time, as text; "" when no answer is awaited at all.
  function takeQuestions() {
    if (keys(now.waiting).length === 0) return "";
    const text = apply(join, ['{"questions":[', apply(join, now.questions, [","]), "]}"], [""]);
    now.questions = [];
    return text;
  }

  function answer(text) {
    const answers = parse(text);
    for (let at = 0; at < answers.length; at++) {
      const { id, value, problem } = answers[at];
      const found = now.waiting[id];
      delete now.waiting[id];
      if (found) problem ? found.reject(problem) : found.fulfil(value);
    }
    return now.settled;
  }

  return { ask, takeQuestions, answer };
};
