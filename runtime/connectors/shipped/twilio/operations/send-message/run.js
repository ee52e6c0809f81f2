import { post } from "../../lib/form.js";

export default async function run({ apiClient, input }) {
  const { from, messagingServiceSid, to, body, mediaUrl, statusCallback } = input;
  return post(apiClient, "Messages.json", {
    From: from,
    MessagingServiceSid: messagingServiceSid,
    To: to,
    Body: body,
    MediaUrl: mediaUrl,
    StatusCallback: statusCallback,
  });
}
