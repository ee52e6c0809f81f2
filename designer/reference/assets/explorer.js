// Asks /graphql as whoever is signed in, or with a pasted token, which is kept nowhere.
const field = (id) => document.getElementById(id)
const operations = JSON.parse(field("operations").textContent)

for (const [index, operation] of operations.entries()) field("example").append(new Option(operation.title, String(index)))
field("example").addEventListener("change", show)
field("explorer").addEventListener("submit", (event) => {
  event.preventDefault()
  run()
})
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run()
})
field("example").value = String(operations.findIndex((operation) => operation.query.includes("details")))
show()

function show() {
  const chosen = operations[Number(field("example").value)]
  field("query").value = chosen.query
  field("variables").value = chosen.variables
}

async function run() {
  const given = field("variables").value.trim()
  let variables
  try {
    variables = given ? JSON.parse(given) : {}
  } catch (error) {
    tell(`The variables are not JSON: ${error.message}`, "")
    return
  }
  field("run").disabled = true
  tell("Asking...", "")
  const began = performance.now()
  try {
    const answer = await fetch("/graphql", {
      method: "POST",
      credentials: field("token").value ? "omit" : "same-origin",
      headers: { "Content-Type": "application/json", ...(await proof()) },
      body: JSON.stringify({ query: field("query").value, variables }),
    })
    const told = await answer.json()
    const took = Math.round(performance.now() - began)
    tell(`${answer.status}${told.errors ? ", with errors" : ""}, ${took} ms`, JSON.stringify(told, null, 2))
  } catch (error) {
    tell(`Nothing came back: ${error.message}`, "")
  } finally {
    field("run").disabled = false
  }
}

async function proof() {
  const token = field("token").value.trim()
  if (token) return { Authorization: `Bearer ${token}` }
  const { csrfToken } = await (await fetch("/api/session")).json()
  const tenant = localStorage.getItem("hookyard-tenant")
  return { "X-CSRFToken": csrfToken, ...(tenant ? { "X-Hookyard-Tenant": tenant } : {}) }
}

function tell(status, answer) {
  field("status").textContent = status
  field("answer").value = answer
}
