"""The servers that are measured beside each other, each doing the same job.

The job: a POST of the inventory update; a JavaScript step maps its `type` to a flow name and its `customerId` to an external id;
the answer is `{customerExternalId, flowName}`.
"""
