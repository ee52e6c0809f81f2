import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../../test/patience"
import { asCurl, FIRST_PAYLOAD } from "../payload"
import { type CurlRequest, looksLikeCurl, readCurl } from "./curl"
import { curlIntoPayload } from "./intoPayload"
import { shellWords } from "./words"

function read(command: string): CurlRequest {
  const reading = readCurl(command)
  if ("problem" in reading) throw new Error(reading.problem)
  return reading.request
}
const URL = "https://x.example/hooks"

describe("a command line is taken apart as a shell does", () => {
  it.each([
    [`a 'b c' "d e" f`, ["a", "b c", "d e", "f"]],
    [`a\\ b 'it'\\''s'`, ["a b", "it's"]],
    [`"say \\"hi\\" \\$x \\n"`, ['say "hi" $x \\n']],
    ["a \\\n  b \\\r\n c", ["a", "b", "c"]],
    [`$'line\\nnext\\t\\'q\\' \\u00e9 \\x41 \\xc3\\xa9'`, ["line\nnext\t'q' é A é"]],
    [`$'\\ud83d\\ude00'`, ["😀"]],
    [`''`, [""]],
    [`a=1'&'b`, ["a=1&b"]],
    ["curl x | jq .", ["curl", "x"]],
    ["curl x > out.json", ["curl", "x"]],
    ["curl x; rm y", ["curl", "x"]],
    ["curl x?a=1&b=2", ["curl", "x?a=1&b=2"]],
  ])("%s", (text, words) => expect(shellWords(text)).toEqual(words))

  it.each([`'open`, `"open`, `$'open`])("%s is left open", (text) => expect(shellWords(text)).toBeNull())
})

describe("a curl command", () => {
  it("is GET without data and POST with data", () => {
    expect(read(`curl ${URL}`)).toMatchObject({ method: "GET", body: "", contentType: "" })
    expect(read(`curl ${URL} -d a=1`)).toMatchObject({
      method: "POST",
      contentType: "application/x-www-form-urlencoded",
    })
    expect(read(`curl -I ${URL}`).method).toBe("HEAD")
    expect(read(`curl -X put ${URL} -d a`).method).toBe("PUT")
  })

  it("joins its data, and with -G puts them into the query", () => {
    expect(read(`curl ${URL} -d a=1 --data b=2`).body).toBe("a=1&b=2")
    expect(read(`curl -G "${URL}?z=0" -d a=1 --data-urlencode "q=a b&c"`)).toMatchObject({
      method: "GET",
      query: "z=0&a=1&q=a%20b%26c",
      body: "",
    })
  })

  it("knows --json, with the headers it sends", () => {
    expect(read(`curl --json '{"a":1}' ${URL}`)).toMatchObject({
      method: "POST",
      contentType: "application/json",
      body: '{"a":1}',
      headers: [["Accept", "application/json"]],
    })
  })

  it("takes headers, whatever the case, and the content type apart", () => {
    const { headers, contentType } = read(
      `curl ${URL} -H 'x-kind: a: b' -H 'CONTENT-TYPE: text/plain' -H 'Accept:' -H 'X-Empty;'`,
    )
    expect(contentType).toBe("text/plain")
    expect(headers).toEqual([
      ["x-kind", "a: b"],
      ["X-Empty", ""],
    ])
  })

  it("makes a header of a user, a cookie, an agent and a bearer", () => {
    expect(read(`curl -u 'me:pässword' -b 'a=1; b=2' -A agent/1 -e https://r.example ${URL}`).headers).toEqual([
      ["Authorization", "Basic bWU6cMOkc3N3b3Jk"],
      ["Cookie", "a=1; b=2"],
      ["User-Agent", "agent/1"],
      ["Referer", "https://r.example"],
    ])
    expect(read(`curl --oauth2-bearer T ${URL}`).headers).toEqual([["Authorization", "Bearer T"]])
  })

  it("may have its flags in a row and its values attached", () => {
    expect(read(`curl -sSLXPOST -d'{}' -H"A: b" ${URL}`)).toMatchObject({
      method: "POST",
      body: "{}",
      headers: [["A", "b"]],
    })
    expect(read(`curl --request=PATCH --url=${URL} --max-time 5 -o out -kd x`)).toMatchObject({
      method: "PATCH",
      body: "x",
      url: URL,
    })
  })

  it("takes a body beginning with @ as it is only from --data-raw", () => {
    expect(read(`curl ${URL} --data-raw '@it'`).body).toBe("@it")
    const file = read(`curl ${URL} --data-binary @order.json`)
    expect(file.body).toBe("")
    expect(file.notes).toEqual(["The body stands in the file order.json, which is not here: paste it."])
  })

  it("writes a multipart form, whose files are to be filled in", () => {
    const form = read(`curl ${URL} -F 'note=a "b"' -F 'list=@in/x.csv;type=text/csv' --form-string 'at=@me;x'`)
    expect(form).toMatchObject({ method: "POST", contentType: "multipart/form-data; boundary=hookyard-boundary" })
    expect(form.body.split("\r\n")).toEqual([
      "--hookyard-boundary",
      'Content-Disposition: form-data; name="note"',
      "",
      'a "b"',
      "--hookyard-boundary",
      'Content-Disposition: form-data; name="list"; filename="x.csv"',
      "Content-Type: text/csv",
      "",
      "",
      "--hookyard-boundary",
      'Content-Disposition: form-data; name="at"',
      "",
      "@me;x",
      "--hookyard-boundary--",
      "",
    ])
    expect(form.notes).toEqual(['The content of in/x.csv is not here: paste it into the part "list".'])
  })

  it("says what was left out, and what may surprise", () => {
    expect(read(`curl ${URL} -T a.png --hsts x --no-sessionid --tlsv1.2`).notes).toEqual([
      "--upload-file was left out: files cannot be pasted. Put the body in by hand.",
      "--hsts was left out.",
      "Only the first address was taken; x was left out.",
    ])
    expect(read(`curl ${URL} -d '{"a":1}'`).notes).toEqual([expect.stringContaining("as a form")])
  })

  it("is understood as a browser writes it, for Windows too", () => {
    const bash = `curl '${URL}?a=1' \\\n  -H 'accept: */*' \\\n  -H 'content-type: application/json' \\\n  --data-raw $'{"it\\'s":"\\u0021"}' \\\n  --compressed`
    expect(read(bash)).toMatchObject({ method: "POST", query: "a=1", body: `{"it's":"!"}`, notes: [] })
    const cmd = `curl ^"${URL}^" ^\r\n  -H ^"content-type: application/json^" ^\r\n  --data-raw ^"^{\\^"a\\^":1^}^"`
    expect(read(cmd)).toMatchObject({ method: "POST", body: '{"a":1}', contentType: "application/json" })
    const older = `curl "${URL}" ^\r\n  -H "content-type: application/json" ^\r\n  --data-raw "{\\"a\\":^1}"`
    expect(read(older)).toMatchObject({ method: "POST", body: '{"a":1}', contentType: "application/json" })
  })

  it.each([`!^"!`, "a^\nb", "^", `it's ^"so^"`])("a caret within quotes of POSIX is itself: %s", (body) => {
    expect(read(asCurl(URL, { ...FIRST_PAYLOAD, body })).body).toBe(body)
  })

  it.each([
    ["wget x", "begins with curl"],
    ["curl -d 'open", "left open"],
    ["curl -s", "no address"],
  ])("%s is refused in words", (command, words) => {
    const reading = readCurl(command)
    expect("problem" in reading && reading.problem).toContain(words)
  })

  it("is told from other text", () => {
    expect(looksLikeCurl(" $ curl https://x")).toBe(true)
    expect(looksLikeCurl('{"curl": 1}')).toBe(false)
    expect(looksLikeCurl("curling is fun")).toBe(false)
  })

  it("never crashes, whatever is pasted", PATIENT, () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        readCurl(`curl ${text}`)
      }),
    )
  })
})

describe("there and back", () => {
  const address = { draftUrl: "https://x.example/hooks/t/draft/abc", flowKey: "main" }
  const text = fc.string({ unit: "grapheme", maxLength: 40 })
  const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,9}$/).map((name) => `X-${name}`)

  it("a payload survives being copied as curl and pasted again", PATIENT, () => {
    fc.assert(
      fc.property(
        fc.constantFrom("POST", "PUT", "PATCH", "DELETE"),
        text,
        fc.array(fc.tuple(token, fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)), { maxLength: 4 }),
        (method, body, rows) => {
          const headers = rows.map(([name, value], index) => ({ id: String(index), name, value }))
          const given = { ...FIRST_PAYLOAD, method, body, headers, query: "a=1&b=%20", path: "orders/4" }
          const { payload, notes } = curlIntoPayload(read(asCurl(address.draftUrl, given)), address)
          expect(notes).toEqual([])
          expect({ ...payload, headers: payload.headers.map(({ name, value }) => [name, value]), source: "" }).toEqual({
            ...given,
            headers: rows,
            source: "",
          })
        },
      ),
    )
  })

  it("the flow's own key is no path behind its URL, another address is left out and said", () => {
    const into = (url: string) => curlIntoPayload(read(`curl ${url}`), address)
    expect(into(`${address.draftUrl}/main/orders`).payload.path).toBe("orders")
    expect(into(`${address.draftUrl}/main`)).toMatchObject({ payload: { path: "" }, notes: [] })
    expect(into("https://api.example/v1/x")).toMatchObject({
      payload: { path: "" },
      notes: [expect.stringContaining("left out")],
    })
  })
})
