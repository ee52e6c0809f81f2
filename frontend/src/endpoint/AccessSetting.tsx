/** Who may call the URLs of this integration, from where, how often and with how much. */
import { NumberInput, TagsInput, Text } from "@mantine/core"
import { firstOf, type SettingProps } from "./StopSettings"

const KIB = 1024

export function AccessSetting({ open, wrong }: SettingProps) {
  const { endpoint, change } = open
  return (
    <>
      <TagsInput
        label="Allowed addresses"
        data-field="allowedAddresses"
        description="Addresses or networks such as 203.0.113.0/24, as many as the service publishes. Others are answered 403."
        placeholder={endpoint.allowedAddresses?.length ? "" : "Every address may call"}
        maw={560}
        clearable
        splitChars={SPLIT}
        value={endpoint.allowedAddresses ?? []}
        error={firstOf(wrong, "allowedAddresses")}
        onChange={(list) => change({ allowedAddresses: orNothing(list) })}
      />
      <TagsInput
        label="Allowed origins"
        data-field="allowedOrigins"
        description="Pages that may call from the browser and read the answer: https://shop.example, https://*.shop.example, or * for all."
        placeholder={endpoint.allowedOrigins?.length ? "" : "No page of another origin"}
        maw={560}
        clearable
        splitChars={SPLIT}
        value={endpoint.allowedOrigins ?? []}
        error={firstOf(wrong, "allowedOrigins")}
        onChange={(list) => change({ allowedOrigins: orNothing(list) })}
      />
      <NumberInput
        label="Requests per second"
        data-field="requestsPerSecond"
        description="For each URL. More is answered 429 with Retry-After."
        placeholder="No limit"
        maw={260}
        min={1}
        max={1_000_000}
        // Nobody who types 0 means one a second.
        clampBehavior="none"
        allowDecimal={false}
        value={endpoint.requestsPerSecond ?? ""}
        error={wrong.requestsPerSecond}
        onChange={(value) => change({ requestsPerSecond: typeof value === "number" ? value : undefined })}
      />
      <NumberInput
        label="Largest body"
        data-field="largestBody"
        description="More is answered 413. The installation's own limit counts too."
        placeholder="As the installation allows"
        suffix=" KiB"
        maw={260}
        min={1}
        max={1_048_576}
        clampBehavior="none"
        decimalScale={2}
        thousandSeparator=","
        value={typeof endpoint.largestBody === "number" ? endpoint.largestBody / KIB : ""}
        error={wrong.largestBody}
        onChange={(value) => change({ largestBody: typeof value === "number" ? Math.round(value * KIB) : undefined })}
      />
      <Text size="xs" c="dimmed">
        These count for every URL of this integration, the draft's too. Origins are a courtesy of browsers: what must
        not be called by others needs a credential.
      </Text>
    </>
  )
}

const SPLIT = [",", " ", "\n"]

const orNothing = (list: string[]): string[] | undefined => (list.length > 0 ? list : undefined)
