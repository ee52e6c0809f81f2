import { createHmac, timingSafeEqual } from "crypto";

type Signed = { headers: Record<string, string>; rawBody: string; secret: string };

export function checkSignature({ headers, rawBody, secret }: Signed): void {
  const expected: string = createHmac("sha256", secret).update(rawBody).digest("hex");
  if (timingSafeEqual(headers["X-Signature"] ?? "", expected)) return;
  // A thrown error with a status is what the caller gets; no event comes of the request.
  throw Object.assign(new Error("The signature does not fit."), { status: 401 });
}
