"""What the classes of scope ask: a record, a page of a list, a headcount, the census."""

MEMBERS_PAGE = """query($at: ID!, $after: String, $search: String) {
  members(organization: $at, includeSubtree: true, first: 50, after: $after, search: $search) {
    nodes { id fullName state homeCell { id name } } pageInfo { hasNextPage } } }"""
MEMBER_RECORD = """query($id: ID!) { member(id: $id, purpose: "đo tốc độ") {
  id fullName fileNumber cardNumber state homeCell { id name path { id name } } } }"""
HEADCOUNT = "query($at: ID!) { organization(id: $at) { name headcount { total full inTransit } } }"
CENSUS = "{ census { provinces communes cells members fullMembers } }"
