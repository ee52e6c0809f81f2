import json, pytest
from django.test import Client
from django.utils import timezone
from designer.accounts.models import Role
from designer.accounts.services import create_token
from designer.end_users import services
from tests.designer.stock import *
pytestmark = pytest.mark.django_db
def ask(token, query, variables=None, **headers):
    a = Client().post("/graphql", json.dumps({"query":query,"variables":variables}), content_type="application/json", headers={"Authorization":f"Bearer {token}", **headers})
    return a
def test_smoke(cast):
    integration = make_integration(cast.acme); make_version(integration)
    _, master = create_token(cast.access(), name="script", role=Role.OWNER)
    r = ask(master, 'mutation { createExternalUser(input: {externalUserId: "u1", name: "U"}) { userId __typename } }'); print(r.status_code, r.content)
    uid = r.json()["data"]["createExternalUser"]["userId"]
    r = ask(master, 'mutation($u:ID!) { authorize(input: {userId: $u}) { accessToken clientMutationId } }', {"u":uid}); print(r.content)
    user = r.json()["data"]["authorize"]["accessToken"]
    r = ask(user, '{ viewer { details { username email __typename } __typename solutions{edges{node{id title configSlots{externalId}} cursor} totalCount pageInfo{hasNextPage}} } }'); print(r.content)
    sid = r.json()["data"]["viewer"]["solutions"]["edges"][0]["node"]["id"]
    r = ask(user, 'mutation($s:ID!) { createSolutionInstance(input: {solutionId:$s, instanceName:"Mine", authValues:[], configValues:[]}) { solutionInstance{id name enabled owner created workflows{edges{node{id triggerUrl sourceWorkflowId sourceWorkflowName}}} solutionVersionFlags{hasNewerVersion} authValues{externalId} configValues{externalId value}} } }', {"s":sid}); print(r.content)
    iid = r.json()["data"]["createSolutionInstance"]["solutionInstance"]["id"]
    r = ask(user, 'mutation { updateSolutionInstance(input: {solutionInstanceId: "%s", enabled: true}) { clientMutationId solutionInstance{enabled} } }' % iid); print(r.content)
    r = ask(master, '{viewer{solutionInstances(criteria:{ids:"%s", sourceWorkflowId:"shop/orders"}){edges{node{id name}} totalCount}}}' % iid); print(r.content)
    r = ask(user, '{viewer{nope}}'); print(r.status_code, r.content)
    r = ask("hku_x", '{viewer{nope}}'); print(r.status_code, r.content, r.headers)
    assert 0
