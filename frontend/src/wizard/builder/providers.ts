/** How a webhook is registered by hand at well-known services, in the words of their own pages, as a beginning to edit. */

export interface Provider {
  name: string
  steps: readonly string[]
}

const PASTE = "Paste **{{url}}**"

export const PROVIDERS: readonly Provider[] = [
  {
    name: "GitHub",
    steps: [
      "Open your repository (or organisation) on GitHub and choose **Settings**, then **Webhooks**, then **Add webhook**.",
      `${PASTE} into **Payload URL**.`,
      "Set **Content type** to **application/json**.",
      "Fill in **Secret** with the webhook secret of this page.",
      "Choose **Let me select individual events** and tick what should arrive, then **Add webhook**.",
    ],
  },
  {
    name: "GitLab",
    steps: [
      "Open your project on GitLab and choose **Settings**, then **Webhooks**, then **Add new webhook**.",
      `${PASTE} into **URL**.`,
      "Fill in **Secret token** with the webhook secret of this page.",
      "Tick what should arrive under **Trigger**, then **Add webhook**.",
    ],
  },
  {
    name: "Stripe",
    steps: [
      "Open the Stripe Dashboard and choose **Developers**, then **Webhooks**.",
      "Choose **Add destination** (or **Add endpoint**) and select the events that should arrive.",
      `${PASTE} into **Endpoint URL** and save.`,
      "Open the endpoint, reveal its **Signing secret** (it begins with `whsec_`) and enter it on this page.",
    ],
  },
  {
    name: "Shopify",
    steps: [
      "In the Shopify admin choose **Settings**, then **Notifications**, then **Webhooks**.",
      "Choose **Create webhook** and the **Event** that should arrive. Set **Format** to **JSON**.",
      `${PASTE} into **URL**, then **Save**.`,
      "Below the list Shopify shows the secret that your webhooks are signed with. Enter it on this page.",
    ],
  },
  {
    name: "Slack",
    steps: [
      "Open [your Slack apps](https://api.slack.com/apps) and choose the app.",
      "Choose **Event Subscriptions** and turn **Enable Events** on.",
      `${PASTE} into **Request URL** and wait for **Verified**.`,
      "Add events under **Subscribe to bot events**, then **Save Changes**.",
      "Choose **Basic Information**, reveal **Signing Secret** and enter it on this page.",
    ],
  },
  {
    name: "HubSpot",
    steps: [
      "In your HubSpot developer account open the app and choose **Webhooks**.",
      `${PASTE} into **Target URL** and save.`,
      "Choose **Create subscription**, the object and the events, and activate it.",
      "Choose **Auth**, copy the **Client secret** and enter it on this page.",
    ],
  },
  {
    name: "Square",
    steps: [
      "Open the Square Developer Console, choose your application, then **Webhooks**, then **Subscriptions**.",
      "Choose **Add subscription** and give it a name.",
      `${PASTE} into **URL**, choose the events and save.`,
      "Open the subscription, show its **Signature key** and enter it on this page.",
    ],
  },
  {
    name: "Typeform",
    steps: [
      "Open your form and choose **Connect**, then **Webhooks**, then **Add a webhook**.",
      `${PASTE} into **Endpoint** and save the webhook.`,
      "Choose **Edit** beside it, add the webhook secret of this page as **Secret**, and save.",
      "Turn the webhook on.",
    ],
  },
  {
    name: "Zendesk",
    steps: [
      "In the Admin Center choose **Apps and integrations**, then **Webhooks**, then **Create webhook**.",
      "Choose **Zendesk events** or **Trigger or automation**, then **Next**.",
      `${PASTE} into **Endpoint URL**, set **Request method** to **POST** and **Request format** to **JSON**, and create it.`,
      "On the page of the webhook choose **Reveal secret** and enter the signing secret on this page.",
    ],
  },
  {
    name: "Intercom",
    steps: [
      "Open the Intercom Developer Hub, choose your app, then **Webhooks**.",
      `${PASTE} into **Endpoint URL**.`,
      "Choose the topics that should arrive and save.",
      "Choose **Basic information**, copy the **Client secret** and enter it on this page.",
    ],
  },
  {
    name: "Zoom",
    steps: [
      "Open the Zoom App Marketplace, choose **Develop**, then **Build App** or your app.",
      "Choose **Feature**, turn **Event Subscription** on and add one.",
      "Copy the **Secret Token** and enter it on this page first: Zoom checks the URL with it.",
      `${PASTE} into **Event notification endpoint URL**, choose **Validate**, add the events and save.`,
    ],
  },
  {
    name: "Twilio",
    steps: [
      "Open the Twilio Console and choose **Phone Numbers**, then **Manage**, then **Active numbers**, then your number.",
      `${PASTE} below **A message comes in** (or **A call comes in**) with **HTTP POST**.`,
      "Choose **Save configuration**.",
      "Copy the **Auth Token** of your account's dashboard and enter it on this page.",
    ],
  },
  {
    name: "Dropbox",
    steps: [
      "Open the [Dropbox App Console](https://www.dropbox.com/developers/apps) and choose your app.",
      "Copy the **App secret** and enter it on this page first.",
      `${PASTE} into **Webhook URIs**, choose **Add** and wait for **Enabled**.`,
    ],
  },
  {
    name: "Any other service",
    steps: [
      "Open the settings of the service and look for **Webhooks**, **Notifications** or **API**.",
      `${PASTE} where it asks for a URL, an endpoint or a callback.`,
      "Choose JSON where it asks for a format.",
      "Save, and let it send a test where it can.",
    ],
  },
]
